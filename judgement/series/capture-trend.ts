import type { Bytes, Millis } from '../../format/units.ts';
import { captureLimits, trendLimits } from '../parameters/trend.ts';
import { type Stretch, spanOf } from './points.ts';
import { theilSen } from './slope.ts';
import { flatness, type Trend } from './trend.ts';

const hour: Millis = 3_600_000;

/**
 * The trend of a size that was measured at captures, where a collection has just cleaned up: few points,
 * but each of them a floor. Growth has to show in every interval.
 */
export function judgeAtCaptures(captured: Stretch, least: Bytes): Trend {
  const gains = captured.slice(1).map((point, i) => point.value - captured[i].value);
  const first = captured[0].value;
  const last = captured[captured.length - 1].value;
  const gain = last - first;
  const slope = theilSen([captured]);
  const base = { first, last, gain, perHour: slope * hour, noise: captureLimits.swing * spread(gains) };
  if (Math.abs(gain) < least) return { ...base, shape: 'flat', confidence: flatness(gain, least) };
  if (gain < 0) return { ...base, shape: 'falling', confidence: captureLimits.falling };
  const weakest = Math.min(...gains);
  const mean = gain / gains.length;
  // What swings by more than it gained may be anywhere in its swing.
  if (gain <= base.noise) return { ...base, shape: 'flat', confidence: trendLimits.flatInNoise };
  // Start-up gains little more at the end; a leak gains in every interval.
  if (gains[gains.length - 1] < captureLimits.lastGain * mean)
    return { ...base, shape: 'levelling', confidence: captureLimits.levelling };
  if (weakest <= 0) return { ...base, shape: 'unsure', confidence: 0, longer: spanOf(captured) };
  return { ...base, shape: 'growing', confidence: sureness(weakest / mean, gains.length) };
}

/** @param even the share of the weakest gain in the mean one */
function sureness(even: number, gains: number): number {
  const { grows, evenness, perGain, mostSure } = captureLimits;
  return Math.min(mostSure, grows + evenness * even + perGain * gains);
}

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}
