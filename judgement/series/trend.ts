import type { Millis } from '../../format/units.ts';
import { trendLimits } from '../parameters/trend.ts';
import { median, type Stretch, spanOf, spanOfAll } from './points.ts';
import { noiseAround, theilSen, trendStrength } from './slope.ts';

/** `levelling` rose, then almost stopped: warm-up. `unsure` needs a longer look. */
export type TrendShape = 'growing' | 'levelling' | 'flat' | 'falling' | 'unsure';

export interface Trend {
  readonly shape: TrendShape;
  readonly first: number;
  readonly last: number;
  readonly perHour: number;
  /** What the slope adds up to over the time looked at. */
  readonly gain: number;
  readonly noise: number;
  /** 0 to 1: from the strength of the trend and its distance from the noise. */
  readonly confidence: number;
  /** How much longer to look before it can be judged, where `unsure`. */
  readonly longer?: Millis;
}

const hour: Millis = 3_600_000;
const {
  shortest,
  fewestPoints,
  strong,
  overNoise,
  levelled,
  fewestLate,
  roseInMiddles,
  orderWeight,
  leastGainFlat,
  flatInNoise,
} = trendLimits;

/**
 * Judges the floor of one series. `least` is the smallest gain that matters; below it a series is flat,
 * however straight its line.
 *
 * @param span how long was looked: the floor of a rising series ends where its last window begins
 */
export function judgeTrend(floor: readonly Stretch[], least: number, span = spanOfAll(floor)): Trend {
  const points = floor.flat();
  const slope = theilSen(floor);
  const noise = noiseAround(slope, floor);
  const gain = slope * span;
  const base = {
    first: points[0]?.value ?? 0,
    last: points.at(-1)?.value ?? 0,
    perHour: slope * hour,
    gain,
    noise,
  };
  if (points.length < fewestPoints || span < shortest) {
    return { ...base, shape: 'unsure', confidence: 0, longer: Math.max(shortest - span, shortest / 2) };
  }
  const strength = trendStrength(floor);
  const confidence = sureness(Math.abs(strength), Math.abs(gain), noise);
  // A rise that came to its end has a small median slope: it is known by its ends.
  const joined = withoutJumps(floor);
  if (rose(joined, least) && hasLevelled(joined)) {
    return { ...base, shape: 'levelling', confidence };
  }
  if (Math.abs(gain) < least) return { ...base, shape: 'flat', confidence: flatness(gain, least) };
  if (Math.abs(strength) >= strong && Math.abs(gain) >= overNoise * noise) {
    return { ...base, shape: gain > 0 ? 'growing' : 'falling', confidence };
  }
  if (Math.abs(gain) < overNoise * noise) return { ...base, shape: 'flat', confidence: flatInNoise };
  return { ...base, shape: 'unsure', confidence: 0, longer: span };
}

/** How sure it is that a gain below the least that matters is none. */
export function flatness(gain: number, least: number): number {
  return 1 - ((1 - leastGainFlat) * Math.abs(gain)) / least;
}

/** Two thirds of the sureness come from the order of the points, one third from the size against the noise. */
function sureness(strength: number, gain: number, noise: number): number {
  const order = 1 - Math.exp(-strength / strong);
  const clarity = gain === 0 ? 0 : gain / (gain + overNoise * noise);
  return (orderWeight * order + clarity) / (orderWeight + 1);
}

/** The stretches laid end to end in height: what a capture added between two of them is no growth. */
function withoutJumps(floor: readonly Stretch[]): Stretch {
  let height = 0;
  return floor.flatMap((stretch) => {
    if (stretch.length === 0) return [];
    const shift = height - stretch[0].value;
    height = stretch[stretch.length - 1].value + shift;
    return stretch.map(({ at, value }) => ({ at, value: value + shift }));
  });
}

function rose(points: Stretch, least: number): boolean {
  const third = Math.max(1, Math.floor(points.length / 3));
  const values = points.map(({ value }) => value);
  return (
    median(values.slice(-third)) - median(values.slice(0, third)) >= roseInMiddles * least &&
    riseOf(points) >= least
  );
}

function hasLevelled(points: Stretch): boolean {
  const half = points[0].at + spanOf(points) / 2;
  const late = points.filter(({ at }) => at >= half);
  return late.length >= fewestLate && theilSen([late]) < (levelled * riseOf(points)) / spanOf(points);
}

function riseOf(points: Stretch): number {
  return points[points.length - 1].value - points[0].value;
}
