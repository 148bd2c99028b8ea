import { theilSen } from '../../judgement/series/slope.ts';

/** One look at a process after an interval of work, when garbage was just collected. The first one follows the warm-up. */
export interface Look {
  /** In the interval that ends with it; one if nobody counted, so that rates are per interval. */
  readonly operations: number;
  /** The size of all that is alive. */
  readonly level: number;
  /** Alive now, by the interval of birth: index 0 is up to the warm-up. Absent if births cannot be told. */
  readonly survivors?: { readonly counts: readonly number[]; readonly bytes: readonly number[] };
}

/** What each operation of one process left behind. */
export interface LeftBehind {
  readonly objects?: number;
  readonly bytes?: number;
  readonly heap: number;
}

/**
 * Of the births, the interval with the fewest tells: what operations leave behind is in all of them, and what the engine
 * compiles comes in lumps. The first interval is warming up, and of the last one something may be in use.
 */
export function leftBehind(looks: readonly Look[]): LeftBehind {
  const heap = growthOf(looks);
  const survivors = looks.at(-1)?.survivors;
  if (survivors === undefined) return { heap };
  const judged = looks.map(({ operations }, interval) => ({ operations, interval })).slice(2, -1);
  const fewest = (alive: readonly number[]) =>
    Math.min(...judged.map(({ operations, interval }) => alive[interval] / operations));
  return { objects: fewest(survivors.counts), bytes: fewest(survivors.bytes), heap };
}

/** By how much the heap grows per operation: the median slope, which a store that doubles once does not move. */
function growthOf(looks: readonly Look[]): number {
  let done = 0;
  const points = looks.map(({ operations, level }, interval) => {
    if (interval > 0) done += operations;
    return { at: done, value: level };
  });
  return theilSen([points.slice(1)]);
}

/** Looks that are enough: three intervals that are judged, one before and one after them. */
export const intervalsOfWork = 5;
