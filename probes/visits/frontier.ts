import type { Classes } from './classes.ts';
import type { Places } from './places.ts';
import type { Reading } from './reading.ts';
import type { Sizes } from './sizes.ts';
import type { Met, Slot, WalkedStep, WalkLimits } from './walked.ts';

export type Frontier = ReturnType<typeof makeFrontier>;

/** What was met and not yet looked at. Everything is met once in a visit, by the first path that leads to it. */
export function makeFrontier(
  { isReadable }: Reading,
  { classOf, kindOf }: Classes,
  { leastBytes }: Sizes,
  places: Places,
  limits: WalkLimits,
) {
  // The newest link is met first, and others are added meanwhile: a chain may be followed further.
  const costOfLink = 1 / 16;
  const looksPerClock = 32;
  let seen = new WeakSet<object>();
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
  /** The links of a chain are one step. */
  const further = (path: WalkedStep[], edge: string, value: object): WalkedStep[] => {
    const last = path[path.length - 1];
    const name = classOf(value);
    if (last !== undefined && last[0] === edge && last[1] === name) return path;
    return [...path, [edge, name, kindOf(value)]];
  };
  const slotted = (slot: Slot | undefined): Partial<Met> => {
    if (slot === undefined) return {};
    return slot.holder === undefined ? { scope: String(slot.key) } : { holder: slot.holder, key: slot.key };
  };
  /** Something that `met` leads to. */
  const below = (met: Met, edge: string, value: unknown, slot?: Slot): void => {
    const { rank } = met;
    if (met.depth >= limits.depth) return;
    if (typeof value === 'string') {
      if (value.length < leastBytes || slot === undefined) return;
      const path: WalkedStep[] = [...met.path, [edge, 'string', 'string']];
      places.note('string', { value, path, depth: met.depth + 1, rank, ...slotted(slot) }, value.length, 0);
      return;
    }
    if (!isReadable(value) || !isNew(value)) return;
    const path = further(met.path, edge, value);
    const depth = met.depth + (path === met.path ? costOfLink : 1);
    waiting.push({ value, path, depth, rank, ...slotted(slot) });
  };

  /** @returns how many objects it looked at */
  const lookAtAll = (look: (met: Met) => void, objects: number, until: number): number => {
    let at = 0;
    while (at < waiting.length && at < objects) {
      if (at % looksPerClock === 0 && Date.now() > until) break;
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
    seen = new WeakSet();
    later = [];
  };

  return { begin, takeUpRest, wait, below, lookAtAll };
}
