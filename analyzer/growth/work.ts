import type { Interval } from '../../format/coverage.ts';
import type { Work } from '../../judgement/evidence.ts';

/** What was done in each interval, and how long it lasted, as far as it is known of all of them. */
export function workOf(intervals: readonly Interval[]): Work {
  const isKnown = (amounts: ReadonlyArray<number | undefined>): amounts is number[] =>
    amounts.every((amount) => amount !== undefined);
  return [intervals.map(({ operations }) => operations), intervals.map(({ duration }) => duration)].filter(
    isKnown,
  );
}
