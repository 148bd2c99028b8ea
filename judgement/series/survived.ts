import type { Bytes, Millis } from '../../format/units.ts';
import { survivedLimits, trendLimits } from '../parameters/trend.ts';
import { type Stretch, spanOf } from './points.ts';
import { noiseAround, theilSen } from './slope.ts';
import { flatness, type Trend } from './trend.ts';

const hour: Millis = 3_600_000;
const { survives, mostWaiting } = survivedLimits;
const { overNoise, shortest, fewestPoints } = trendLimits;

/**
 * Growth of memory that waits for collections, by what was left after full ones. Between two of them it rises by garbage
 * too, by more the further they are apart: a program's own come when they come, and those of a watch ever more seldom.
 * So growth has to show in what was left.
 *
 * @param trend growing, by all points
 * @param stretch all points
 * @param collected what each full collection left
 */
export function survivedTrend(trend: Trend, stretch: Stretch, collected: Stretch, least: Bytes): Trend {
  const last = collected.at(-1);
  if (last === undefined) return trend.gain >= mostWaiting ? trend : asUnsure(trend, stretch);
  const promised = (survives * trend.perHour * (last.at - stretch[0].at)) / hour;
  const survived = last.value - trend.first;
  if (survived >= Math.max(least, promised) && goesOn(trend, collected)) return trend;
  const gain = last.value - collected[0].value;
  // Where collections were seen for most of the time, and long enough, they are the answer.
  if (!isLong(collected, stretch) || gain >= least) return asUnsure(trend, stretch);
  const confidence = flatness(Math.max(0, gain), least);
  return { ...trend, shape: 'flat', first: collected[0].value, last: last.value, gain, confidence };
}

/** Whether what was left is enough to draw a line by, for most of the time that all points take. */
export function tellsAll(collected: Stretch, all: Stretch): boolean {
  return collected.length >= fewestPoints && isLong(collected, all);
}

function isLong(collected: Stretch, all: Stretch): boolean {
  return spanOf(collected) >= Math.max(shortest, survives * spanOf(all));
}

/** From the first collection to the last, by more than what they left swings. */
function goesOn({ perHour }: Trend, collected: Stretch): boolean {
  if (collected.length < 2) return true;
  const gain = collected[collected.length - 1].value - collected[0].value;
  const noise = noiseAround(theilSen([collected]), [collected]);
  return gain >= Math.max((survives * perHour * spanOf(collected)) / hour, overNoise * noise);
}

function asUnsure(trend: Trend, stretch: Stretch): Trend {
  return { ...trend, shape: 'unsure', confidence: 0, longer: spanOf(stretch) };
}
