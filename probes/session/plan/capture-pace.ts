import type { Millis } from '../../../format/units.ts';

export interface Pace {
  /** The wait that was planned between two captures. */
  readonly every: Millis;
  /** What is left until the recording has to end. */
  readonly left: Millis;
  /** How many captures are still to come. */
  readonly captures: number;
  /** How many of them a verdict cannot do without. */
  readonly needed: number;
  /** How long the last one took, with the time that it waited for others. */
  readonly captureTook: Millis;
}

/** Captures that come closer than this share of the planned wait show too little change to be worth their stop. */
const shortestShare = 0.5;
/** Those that a verdict needs may come closer. */
const shortestNeededShare = 0.1;

/**
 * How long to wait for the next capture, so that the last one begins when the time is over: equal waits, and fewer
 * captures if these take long.
 */
export function paceWithin({ every, left, captures, needed, captureTook }: Pace): {
  readonly wait: Millis;
  readonly captures: number;
} {
  for (let count = captures; count > 1; count -= 1) {
    const wait = (left - (count - 1) * captureTook) / count;
    const share = count > needed ? shortestShare : shortestNeededShare;
    if (wait >= share * every) return { wait: Math.min(every, wait), captures: count };
  }
  return { wait: Math.max(0, Math.min(every, left)), captures: 1 };
}
