import { enoughCaptures, judgeAtCaptures } from './capture-trend.ts';
import { collectedFloor, lowest } from './floor.ts';
import type { Stretch } from './points.ts';
import { judgeTrend, type Trend } from './trend.ts';

/**
 * The trend of memory that objects of the heap hold outside of it, until they are collected. Where a runtime collects
 * rarely, the captures of a recording may be the only collections of it: the teeth between them rise most of the time
 * and look like growth. A capture collects first, so where what is lowest after each of them does not rise, what rose
 * in between was garbage.
 *
 * @param afterCaptures the series from each capture to the next
 */
export function judgeCollected(
  stretches: readonly Stretch[],
  afterCaptures: readonly Stretch[],
  least: number,
): Trend {
  const trend = judgeTrend(
    stretches.map((stretch) => collectedFloor(stretch).floor),
    least,
  );
  if (afterCaptures.length < enoughCaptures) return trend;
  const { shape, confidence } = judgeAtCaptures(afterCaptures.map(lowest), least);
  return rises(trend) && (shape === 'flat' || shape === 'falling') ? { ...trend, shape, confidence } : trend;
}

function rises({ shape }: Trend): boolean {
  return shape === 'growing' || shape === 'levelling' || shape === 'unsure';
}
