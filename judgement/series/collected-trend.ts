import { enoughMoments } from '../parameters/intervals.ts';
import { evenEnough, trendLimits } from '../parameters/trend.ts';
import { judgeAtCaptures } from './capture-trend.ts';
import { collectedFloor, lowest } from './floor.ts';
import { type Stretch, spanOf, spanOfAll } from './points.ts';
import { survivedTrend, tellsAll } from './survived.ts';
import { judgeTrend, type Trend } from './trend.ts';

/**
 * The trend of memory that objects of the heap hold outside it, until they are collected. Where a runtime collects
 * rarely, the captures of a recording may be the only collections of it: the teeth between them rise most of the time
 * and look like growth. A capture collects first, so what is lowest after each of them is what lives: if that does not
 * rise, what rose in between was garbage, and where it rises every time, it was not.
 *
 * @param afterCaptures the series from each capture to the next
 * @param collected what was left after each full collection; undefined if the runtime does not tell of them
 */
export function judgeCollected(
  stretches: readonly Stretch[],
  afterCaptures: readonly Stretch[],
  least: number,
  collected?: Stretch,
): Trend {
  const trend = judgeStretches(stretches, least, collected);
  if (afterCaptures.length < enoughMoments) return trend;
  const floors = afterCaptures.map(lowest);
  const captured = judgeAtCaptures(floors, least);
  if (captured.shape !== 'growing' && captured.shape !== 'unsure') return captured;
  if (trend.shape === 'growing') return trend;
  if (captured.shape === 'unsure') return captured;
  // Every capture left more than the one before. In a short recording a working set does so by chance.
  const longer = trendLimits.shortest - spanOf(floors);
  return longer > 0 || captured.confidence < evenEnough
    ? { ...captured, shape: 'unsure', confidence: 0, longer: Math.max(longer, spanOf(floors)) }
    : captured;
}

function judgeStretches(stretches: readonly Stretch[], least: number, collected: Stretch | undefined): Trend {
  const all = stretches.flat();
  if (collected !== undefined && tellsAll(collected, all))
    return judgeTrend([collectedFloor(all, collected).floor], least, spanOfAll(stretches));
  const floors = stretches.map((stretch) => collectedFloor(stretch).floor);
  const trend = judgeTrend(floors, least, spanOfAll(stretches));
  if (trend.shape !== 'growing' || collected === undefined) return trend;
  return survivedTrend(trend, all, collected, least);
}
