import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import { windowedMiddle } from '../../judgement/series/floor.ts';
import { median, type Stretch, spanOf, spanOfAll } from '../../judgement/series/points.ts';
import { riseOf, staysQuiet } from '../../judgement/series/quiet-stretch.ts';
import { trendStrength } from '../../judgement/series/slope.ts';
import { judgeTrend, type Trend } from '../../judgement/series/trend.ts';
import { disturbs, stretchesBetweenCaptures, stretchesOf } from './series.ts';

/** Long enough to be judged without the stretches that captures disturbed. */
const enoughUndisturbed: Millis = 55_000;
const mebi: Bytes = 1024 * 1024;
/** In 15 s, a leak of 100 KB/s. An idle process moves by a tenth of it, a busy one by half. */
const quietGain: Bytes = mebi;
/** Levels after captures are compared over at least this long: a leak of 100 KB/s is then above their noise of some MiB. */
const enoughBetweenLevels: Millis = 45_000;
const fewestInLevel = 3;
/**
 * V8 tracks what moves from the first capture on, and the allocator touches ever new pages of what captures freed:
 * servers that leak nothing rise by 2 to 6 MiB from one capture to the next. A leak has to rise by more than that.
 */
const mostByCapture: Bytes = 8 * mebi;
/** In a look that is shorter than this, a gain up to `mostByWarmUp` is no proof: programs that leak nothing had 6 MiB. */
const pastWarmUp: Millis = 180_000;
const mostByWarmUp: Bytes = 8 * mebi;
/** As for a trend: what rises in such an order is no noise, even if noise is larger. */
const strong = 2.3;

/**
 * Native memory is what is left of anonymous memory when V8's heap is taken off, and V8 commits its heap before it
 * touches it and gives it back late: between collections the rest errs both ways by tens of MiB, so the middle of
 * windows is judged, not their floor. A capture leaves tens of MiB free in the allocator, which a native leak fills
 * before it shows: the time before the first capture is judged alone where it is long enough.
 *
 * Undisturbed, a quiet quarter of a minute is enough to say that it does not grow. After captures it takes their levels
 * too: each capture needs the memory of the one before, so what a leak took of it shows as a rise from level to level.
 */
export function judgeNative(samples: readonly MemorySample[], least: Bytes): Trend {
  const stretches = stretchesOf('native', samples);
  const [before] = stretches;
  const captured = samples.some(disturbs);
  const isLong = !captured || spanOf(before) >= enoughUndisturbed;
  const judged = isLong ? [before] : stretches;
  const middles = judged.map(windowedMiddle);
  const trend = judgeTrend(middles, least, spanOfAll(judged));
  if (trend.shape === 'growing' && isLong) return sureOf(trend, spanOfAll(judged));
  if (trend.shape === 'growing' && levelsRise(stretches.slice(1))) return trend;
  if (isQuietBefore(samples, before)) return quietly(trend, before);
  if (trend.shape === 'flat' && trend.gain >= least && trendStrength(middles) >= strong)
    return { ...trend, shape: 'unsure', confidence: 0, longer: spanOfAll(judged) };
  if (isLong || trend.shape === 'unsure') return trend;
  if (trend.shape === 'growing') return disturbed(trend, stretches);
  return levelsStay(stretches.slice(1), least) ? trend : disturbed(trend, stretches);
}

/** V8's heap must not have been resized meanwhile: pages that it commits or gives back hide as much of a leak. */
function isQuietBefore(samples: readonly MemorySample[], before: Stretch): boolean {
  const [committed = []] = stretchesBetweenCaptures(({ heapTotal }) => heapTotal, samples);
  return staysQuiet(before, quietGain) && Math.abs(riseOf(committed)) < 2 * quietGain;
}

function quietly(trend: Trend, before: Stretch): Trend {
  const { longer: _, ...rest } = trend;
  const gain = riseOf(before);
  return {
    ...rest,
    shape: 'flat',
    first: before[0].value,
    last: before[before.length - 1].value,
    gain,
    confidence: 1 - Math.max(0, gain) / (2 * quietGain),
  };
}

function levelsStay(afterCaptures: readonly Stretch[], least: Bytes): boolean {
  const levels = afterCaptures.filter(({ length }) => length >= fewestInLevel);
  if (levels.length < 2) return false;
  const [first, last] = [levels[0], levels[levels.length - 1]];
  if (last[last.length - 1].at - first[0].at < enoughBetweenLevels) return false;
  return levelOf(last) - levelOf(first) < least;
}

/** Compiled code, pools and page tables of a program that warms up rise by some MiB in its first minutes. */
function sureOf(trend: Trend, span: Millis): Trend {
  if (span >= pastWarmUp || trend.gain >= mostByWarmUp) return trend;
  return { ...trend, shape: 'unsure', confidence: 0, longer: pastWarmUp - span };
}

/** From each capture to the next by more than captures themselves cause. */
function levelsRise(afterCaptures: readonly Stretch[]): boolean {
  const levels = afterCaptures.filter(({ length }) => length >= fewestInLevel).map(levelOf);
  // One rise is what happens once.
  return levels.length > 2 && levels.slice(1).every((level, k) => level - levels[k] > mostByCapture);
}

function levelOf(stretch: Stretch): number {
  return median(stretch.map(({ value }) => value));
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
