import type { Places } from './places.ts';
import type { Reading } from './reading.ts';
import type { Sizes } from './sizes.ts';
import type { Met, Slot, WalkLimits } from './walked.ts';
import type { Ways } from './ways.ts';

export type Frontier = ReturnType<typeof makeFrontier>;

/** What was met and not yet looked at. Everything is met once in a visit, by the first path that leads to it. */
export function makeFrontier(
  { isObject, isReadable }: Reading,
  { further }: Ways,
  { leastBytes }: Sizes,
  places: Places,
  limits: WalkLimits,
) {
  // The newest link is met first, and others are added meanwhile: a chain may be followed further.
  const costOfLink = 1 / 16;
  const looksPerClock = 32;
  let seen = new Set<object>();
  let waiting: Met[] = [];
  /** What there was no share left for. */
  let later: Met[] = [];

  const isNew = (value: object): boolean => {
    if (seen.has(value)) return false;
    seen.add(value);
    return true;
  };
  const wait = (met: Met): void => {
    if (isReadable(met.value) && isNew(met.value)) waiting.push(met);
  };
  /** Most values do not: it is asked before anything is made for them. */
  const leadsOn = (value: unknown): boolean =>
    typeof value === 'string' ? value.length >= leastBytes : isObject(value) && !seen.has(value);
  const slotted = (slot: Slot | undefined): Partial<Met> => {
    if (slot === undefined) return {};
    return slot.holder === undefined ? { scope: String(slot.key) } : { holder: slot.holder, key: slot.key };
  };
  /** Something that `met` leads to. */
  const below = (met: Met, edge: string, value: unknown, slot?: Slot): void => {
    const { rank } = met;
    if (met.depth >= limits.depth) return;
    if (!leadsOn(value)) return;
    if (typeof value === 'string') {
      if (slot === undefined) return;
      const way = further(met.way, edge, value);
      places.note('string', { value, way, depth: met.depth + 1, rank, ...slotted(slot) }, value.length, 0);
      return;
    }
    if (!isReadable(value)) return;
    seen.add(value);
    const way = further(met.way, edge, value);
    const depth = met.depth + (way === met.way ? costOfLink : 1);
    waiting.push({ value, way, depth, rank, ...slotted(slot) });
  };

  /**
   * @param inAnyCase so many, whatever the clock says
   * @returns how many objects it looked at
   */
  const lookAtAll = (look: (met: Met) => void, objects: number, until: number, inAnyCase: number): number => {
    let at = 0;
    while (at < waiting.length && at < objects) {
      if (at >= inAnyCase && at % looksPerClock === 0 && Date.now() > until) break;
      look(waiting[at]!);
      at += 1;
    }
    for (let rest = at; rest < waiting.length; rest += 1) later.push(waiting[rest]!);
    waiting = [];
    return at;
  };
  const takeUpRest = (): void => {
    waiting = later;
    later = [];
  };
  const begin = (): void => {
    seen = new Set();
    later = [];
  };

  return { begin, takeUpRest, wait, leadsOn, below, lookAtAll };
}
