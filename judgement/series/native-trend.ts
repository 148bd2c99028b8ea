import type { Millis } from '../../format/units.ts';
import type { NativeEvidence } from '../evidence.ts';
import { nativeLimits } from '../parameters/native.ts';
import { trendLimits } from '../parameters/trend.ts';
import { windowedMiddle } from './floor.ts';
import { goesOn, levelsRise, levelsStay } from './native-levels.ts';
import { type Stretch, spanOf, spanOfAll } from './points.ts';
import { riseOf, staysQuiet } from './quiet-stretch.ts';
import { trendStrength } from './slope.ts';
import { judgeTrend, type Trend } from './trend.ts';
import { isWaning } from './waning.ts';

const hour: Millis = 3_600_000;
const { quietGain, pastWarmUp, mostByWarmUp, shareMeasured } = nativeLimits;
/** Long enough to be judged without the stretches that captures disturbed. */
const { shortest: enoughUndisturbed, strong } = trendLimits;

/**
 * Native memory is what is left of anonymous memory when V8's heap is taken off, and V8 commits its heap before it
 * touches it and gives it back late: between collections the rest errs both ways by tens of MiB, so the middle of
 * windows is judged, not their floor. A capture leaves tens of MiB free in the allocator, which a native leak fills
 * before it shows: the time before the first capture is judged alone if it is long enough.
 *
 * Undisturbed, a quiet quarter of a minute is enough to say that it does not grow. After captures it takes their levels
 * too: each capture needs the memory of the one before, so what a leak took of it shows as a rise from level to level.
 */
export function judgeNative(evidence: NativeEvidence): Trend {
  const trend = judgeBySamples(evidence);
  return trend.shape === 'growing' ? asMeasured(trend, evidence) : trend;
}

/**
 * What the engine freed of its heap and has not yet given back is in none of its figures, and looks like native memory. The
 * mappings tell both apart.
 */
function asMeasured(trend: Trend, { measured, least }: NativeEvidence): Trend {
  const span = spanOf(measured);
  if (span < enoughUndisturbed) return trend;
  const gain = measured[measured.length - 1].value - measured[0].value;
  if (gain >= (shareMeasured * trend.perHour * span) / hour) return trend;
  if (gain >= least) return { ...trend, shape: 'unsure', confidence: 0, longer: span };
  return flatAs(measured, gain, least, trend);
}

function judgeBySamples({ stretches, wasCaptured, committed, least }: NativeEvidence): Trend {
  const [before] = stretches;
  const isLong = !wasCaptured || spanOf(before) >= enoughUndisturbed;
  const judged = isLong ? [before] : stretches;
  const middles = judged.map(windowedMiddle);
  const trend = judgeTrend(middles, least, spanOfAll(judged));
  if (trend.shape === 'growing' && isLong) return grownBefore(trend, before, stretches.slice(1));
  if (trend.shape === 'growing' && levelsRise(stretches.slice(1))) return trend;
  if (isQuietBefore(committed, before)) return flatAs(before, riseOf(before), quietGain, trend);
  if (trend.shape === 'flat' && trend.gain >= least && trendStrength(middles) >= strong)
    return { ...trend, shape: 'unsure', confidence: 0, longer: spanOfAll(judged) };
  if (isLong || trend.shape === 'unsure') return trend;
  if (trend.shape === 'growing') return disturbed(trend, stretches);
  return levelsStay(stretches.slice(1), least) ? trend : disturbed(trend, stretches);
}

/** V8's heap must not have been resized meanwhile: pages that it commits or gives back hide as much of a leak. */
function isQuietBefore(committed: Stretch, before: Stretch): boolean {
  return staysQuiet(before, quietGain) && Math.abs(riseOf(committed)) < 2 * quietGain;
}

/** As flat as this stretch is, which gained less than `most`. */
function flatAs(stretch: Stretch, gain: number, most: number, trend: Trend): Trend {
  const { longer: _, ...rest } = trend;
  return {
    ...rest,
    shape: 'flat',
    first: stretch[0].value,
    last: stretch[stretch.length - 1].value,
    gain,
    confidence: 1 - Math.max(0, gain) / (2 * most),
  };
}

/**
 * A cache that fills and an allocator that warms up rise for a minute as a leak does. What captures show later decides
 * if they can tell; else the rise must not get slower.
 */
function grownBefore(trend: Trend, before: Stretch, afterCaptures: readonly Stretch[]): Trend {
  const goes = goesOn(trend.perHour / hour, afterCaptures);
  if (goes === false || (goes === undefined && isWaning(before)))
    return { ...trend, shape: 'unsure', confidence: 0, longer: Math.max(enoughUndisturbed, spanOf(before)) };
  return sureOf(trend, spanOf(before));
}

/** Compiled code, pools and page tables of a program that warms up rise by some MiB in its first minutes. */
function sureOf(trend: Trend, span: Millis): Trend {
  if (span >= pastWarmUp || trend.gain >= mostByWarmUp) return trend;
  return { ...trend, shape: 'unsure', confidence: 0, longer: pastWarmUp - span };
}

/** Flat between captures, and higher after each of them: the captures took it, or a leak that filled what they left. */
function disturbed(trend: Trend, stretches: readonly Stretch[]): Trend {
  const [first, last] = [stretches[0], stretches[stretches.length - 1]];
  return {
    ...trend,
    shape: 'unsure',
    first: first[0].value,
    last: last[last.length - 1].value,
    confidence: 0,
    longer: Math.max(enoughUndisturbed, spanOfAll(stretches)),
  };
}
