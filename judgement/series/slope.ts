import { median, type Point, type Stretch } from './points.ts';

/**
 * Theil-Sen: the median slope over all pairs of points, in units per millisecond. Up to 29 % of the
 * points may be anything without moving it. Pairs are taken within one stretch only: what happened
 * between two stretches is no trend.
 */
export function theilSen(stretches: readonly Stretch[]): number {
  const slopes: number[] = [];
  forEachPair(stretches, (a, b) => {
    if (b.at > a.at) slopes.push((b.value - a.value) / (b.at - a.at));
  });
  return slopes.length === 0 ? 0 : median(slopes);
}

/**
 * Mann-Kendall: how far the number of rising over falling pairs is from chance, in standard
 * deviations. Above 2.3 fewer than one in a hundred trendless series looks as if it were rising.
 */
export function trendStrength(stretches: readonly Stretch[]): number {
  let rising = 0;
  forEachPair(stretches, (a, b) => {
    rising += Math.sign(b.value - a.value);
  });
  let variance = 0;
  for (const { length } of stretches) variance += (length * (length - 1) * (2 * length + 5)) / 18;
  if (variance === 0 || rising === 0) return 0;
  // The continuity correction of the normal approximation.
  return (rising - Math.sign(rising)) / Math.sqrt(variance);
}

/** The standard deviation over the median distance, where distances are normal: mathematics. */
const deviationOverMedian = 1.4826;

/** The typical distance of the points from a line of this slope, each stretch with its own height: robust standard deviation. */
export function noiseAround(slope: number, stretches: readonly Stretch[]): number {
  const distances = stretches.flatMap((stretch) => {
    const heights = stretch.map(({ at, value }) => value - slope * (at - stretch[0].at));
    const middle = median(heights);
    return heights.map((height) => Math.abs(height - middle));
  });
  return distances.length === 0 ? 0 : deviationOverMedian * median(distances);
}

function forEachPair(stretches: readonly Stretch[], visit: (earlier: Point, later: Point) => void): void {
  for (const stretch of stretches) {
    for (let i = 0; i < stretch.length; i++) {
      for (let j = i + 1; j < stretch.length; j++) visit(stretch[i], stretch[j]);
    }
  }
}
