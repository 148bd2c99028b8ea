import type { Bytes, Millis } from '../../format/units.ts';
import { suiteLimits } from '../../judgement/parameters/suites.ts';
import type { SuiteTotals } from './suite-ledger.ts';

/**
 * Whether survivors may be asked for, which costs a collection. A look is expected to cost what the looks before it did, so that
 * what all of them take stays a share of the time that workers run.
 */
export function allowsLook({ worked, looked, looks }: SuiteTotals): boolean {
  if (looks < suiteLimits.looks) return true;
  return looked + looked / looks <= suiteLimits.shareOfLooks * worked;
}

/**
 * Compiled code, results and shapes of objects stay after every file, from many places, a little from each. A leak is much
 * from one place, or more than all of that can be.
 * @param ofOnePlace of the bytes that survive, what one place of the project allocated
 */
export function deservesCapture(bytes: Bytes, ofOnePlace: Bytes): boolean {
  return ofOnePlace >= suiteLimits.leastOfOnePlace || bytes >= suiteLimits.leastOfAllPlaces;
}

/** A worker that runs out of memory has no end at which to look. */
export function isNearLimit(used: Bytes, limit: Bytes): boolean {
  return used > suiteLimits.nearLimit * limit;
}

/** The worst file so far may take twice the time for captures. */
export function allowsCapture(
  { captures, captured, worked, mostCaptured }: SuiteTotals,
  bytes: Bytes,
): boolean {
  if (captures < suiteLimits.captures) return true;
  const next: Millis = captured / captures;
  const share = suiteLimits.shareOfCaptures * (bytes > mostCaptured ? 2 : 1);
  return captured + next <= share * worked;
}
