import { enoughMoments } from '../parameters/intervals.ts';
import { type Proof, possible } from '../proof.ts';
import { isSlowing } from '../slowing.ts';

/** One interval proves nothing. */
export function enoughIntervals(intervals: number): Proof | undefined {
  return intervals + 1 < enoughMoments ? possible('one-interval') : undefined;
}

/** What gains less in each interval may end by itself. */
export function checkSlowing(
  gains: readonly number[],
  work: ReadonlyArray<readonly number[]> | undefined,
): Proof | undefined {
  return isSlowing(gains, work) ? possible('slowing') : undefined;
}
