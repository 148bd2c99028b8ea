import type { Bytes, Millis } from '../../format/units.ts';
import { type Stretch, spanOf } from './points.ts';
import { theilSen } from './slope.ts';
import type { Trend } from './trend.ts';

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
  const base = { first, last, gain, perHour: slope * hour, noise: spread(gains) / 2 };
  if (Math.abs(gain) < least) return { ...base, shape: 'flat', confidence: 1 - Math.abs(gain) / (2 * least) };
  if (gain < 0) return { ...base, shape: 'falling', confidence: 0.8 };
  const weakest = Math.min(...gains);
  const mean = gain / gains.length;
  // What swings by more than it gained may be anywhere in its swing.
  if (gain <= base.noise) return { ...base, shape: 'flat', confidence: 0.5 };
  // Start-up gains little more at the end; a leak gains in every interval.
  if (gains[gains.length - 1] < mean / 4) return { ...base, shape: 'levelling', confidence: 0.7 };
  if (weakest <= 0) return { ...base, shape: 'unsure', confidence: 0, longer: spanOf(captured) };
  const evenness = weakest / mean;
  return { ...base, shape: 'growing', confidence: Math.min(0.95, 0.5 + evenness / 4 + gains.length / 16) };
}

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}
