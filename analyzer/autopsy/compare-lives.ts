import { bytes, count, duration } from '../../format/quantities.ts';
import type { Cause } from './cause-of-death.ts';
import { ageOf, calendarTimeOf, type EndedLife } from './lives.ts';

export interface CausedLife {
  readonly life: EndedLife;
  readonly cause: Cause;
}

/** A life is told to be faster or slower than the first from this factor on. */
const otherPace = 1.2;

/**
 * What the lives of each service say together: `web died 2 times: life 1 after 19 h at 4.0 GiB, life 2 after 6 h at
 * 4.0 GiB (3.2 times as fast)`.
 */
export function compareLives(lives: readonly CausedLife[]): readonly string[] {
  const services = new Map<string, CausedLife[]>();
  for (const one of lives) {
    const key = one.life.service ?? '';
    services.set(key, [...(services.get(key) ?? []), one]);
  }
  return [...services.values()].filter((group) => group.length > 1).map(compared);
}

const mostNamed = 6;

function compared(group: readonly CausedLife[]): string {
  const [first] = group;
  const name = first.life.service ?? 'the process';
  const shown = group.slice(0, mostNamed).map((one, i) => `life ${i + 1}${lifeWords(one, first)}`);
  const rest = group.length - mostNamed;
  const more = rest > 0 ? `, and ${count(rest)} more` : '';
  return `${name} ended ${count(group.length)} times${spanWords(group)}: ${shown.join(', ')}${more}`;
}

function lifeWords(one: CausedLife, first: CausedLife): string {
  const age = ageOf(one.life);
  const { size } = one.cause;
  const facts = [
    ...(age === undefined ? [] : [` after ${duration(age)}`]),
    ...(size === undefined ? [] : [` at ${bytes(size)}`]),
  ].join('');
  return `${facts}${one === first ? '' : paceWords(paceOf(one), paceOf(first))}`;
}

/** Bytes for each millisecond of its life. */
function paceOf({ life, cause: { size } }: CausedLife): number | undefined {
  const age = ageOf(life);
  return age === undefined || age <= 0 || size === undefined ? undefined : size / age;
}

function paceWords(pace: number | undefined, first: number | undefined): string {
  if (pace === undefined || first === undefined || first === 0) return '';
  const factor = pace / first;
  if (factor >= otherPace) return ` (${times(factor)} as fast)`;
  return factor <= 1 / otherPace ? ` (${times(1 / factor)} as slow)` : ' (as fast)';
}

function times(factor: number): string {
  return `${factor >= 10 ? Math.round(factor) : Number(factor.toFixed(1))} times`;
}

function spanWords(group: readonly CausedLife[]): string {
  const at = group.flatMap(({ life }) => calendarTimeOf(life) ?? []);
  const span = Math.max(...at) - Math.min(...at);
  return at.length < 2 || span < 1_000 ? '' : ` in ${duration(span)}`;
}
