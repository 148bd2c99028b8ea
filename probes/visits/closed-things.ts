import type { Met, WalkedStep, WalkLimits } from './walked.ts';
import type { Ways } from './ways.ts';

export type ClosedThings = ReturnType<typeof makeClosedThings>;

/** Functions and instances whose variables and private fields only the inspector sees. */
export function makeClosedThings(ways: Ways, limits: WalkLimits) {
  /** Many closures of one text close over the same kind of variables: some of them tell enough. */
  const mostAlike = 3;
  const asked = new WeakSet<object>();
  const holdsStrings = new WeakSet<object>();
  /** What has to be opened at each visit: a string in it has no identity. */
  const stringHolders: { holder: WeakRef<object>; path: readonly WalkedStep[]; rank: number }[] = [];
  const ids = new WeakMap<object, number>();
  let known = 0;
  let kinds = new Map<string, number>();
  let waiting: Met[] = [];
  let batch: Met[] = [];

  const begin = (): void => {
    kinds = new Map();
    waiting = [];
    for (const { holder, path, rank } of stringHolders) {
      const value = holder.deref();
      if (value !== undefined) waiting.push({ value, way: ways.along(path, value), depth: 1, rank });
    }
  };
  const ask = (met: Met, alike: string): void => {
    const value = met.value as object;
    if (asked.has(value)) return;
    const number = (kinds.get(alike) ?? 0) + 1;
    kinds.set(alike, number);
    if (number > mostAlike) return;
    asked.add(value);
    waiting.push(met);
  };
  const askAgain = (owner: object): void => {
    if (holdsStrings.has(owner) || stringHolders.length >= limits.opened) return;
    holdsStrings.add(owner);
    const met = batch.find(({ value }) => value === owner);
    if (met === undefined) return;
    // A way would keep what it leads by.
    const path = ways.pathOf(met.way);
    stringHolders.push({ holder: new WeakRef(owner), path, rank: met.rank });
  };
  const nextBatch = (): unknown[] => {
    batch = waiting.splice(0, limits.opened);
    const values: unknown[] = [];
    for (const { value } of batch) values.push(value);
    return values;
  };
  const inBatch = (at: number): Met | undefined => batch[at];
  const idOf = (value: object): number => {
    const id = ids.get(value) ?? known + 1;
    if (id > known) known = id;
    ids.set(value, id);
    return id;
  };
  const forget = (): void => {
    waiting = [];
    batch = [];
  };

  return { begin, ask, askAgain, nextBatch, inBatch, idOf, forget };
}
