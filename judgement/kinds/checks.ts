import type { Counts, Work } from '../evidence.ts';
import { enoughMoments } from '../parameters/intervals.ts';
import { type Proof, possible } from '../proof.ts';
import { isNearlyFull, isSlowing } from '../slowing.ts';

/** One interval proves nothing. */
export function enoughIntervals(intervals: number): Proof | undefined {
  return intervals + 1 < enoughMoments ? possible('one-interval') : undefined;
}

/** What gains less in each interval may end by itself, and some of it soon. */
export function checkSlowing({ gains, held = 0 }: Counts, work: Work | undefined): Proof | undefined {
  const slow = gains.find((each) => isSlowing(each, work));
  if (slow === undefined) return undefined;
  return isNearlyFull(slow, held) ? possible('slowing', 'nearly-full') : possible('slowing');
}
