import type { Bytes, Millis } from '../../format/units.ts';
import { windowedMiddle } from './floor.ts';
import { type Stretch, spanOf } from './points.ts';
import { judgeTrend, type Trend } from './trend.ts';

/** Long enough to be judged without the stretches that captures disturbed. */
const enoughUndisturbed: Millis = 60_000;

/**
 * Native memory is what is left of anonymous memory when V8's heap is taken off, and V8 commits its heap before it
 * touches it and gives it back late: between collections the rest errs both ways by tens of MiB, so the middle of
 * windows is judged, not their floor. A capture leaves tens of MiB free in the allocator, which a native leak fills
 * before it shows: the time before the first capture is judged alone where it is long enough.
 *
 * @param stretches cut where a capture was taken; the first one is undisturbed
 */
export function judgeNative(stretches: readonly Stretch[], least: Bytes): Trend {
  const [before] = stretches;
  const judged = spanOf(before) >= enoughUndisturbed ? [before] : stretches;
  return judgeTrend(judged.map(windowedMiddle), least);
}
