import type { EpochMillis, Millis } from '../../format/units.ts';

export interface Point {
  readonly at: EpochMillis;
  readonly value: number;
}

/** Points in order of time between which nothing disturbed what they measure. */
export type Stretch = readonly Point[];

export function spanOf(stretch: Stretch): Millis {
  return stretch.length === 0 ? 0 : stretch[stretch.length - 1].at - stretch[0].at;
}

export function spanOfAll(stretches: readonly Stretch[]): Millis {
  return stretches.reduce((sum, stretch) => sum + spanOf(stretch), 0);
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
