import type { Bytes } from '../../format/units.ts';
import { enoughMoments } from '../parameters/intervals.ts';
import { heapLimits, trendLimits } from '../parameters/trend.ts';
import { judgeAtCaptures } from './capture-trend.ts';
import { collectedFloor } from './floor.ts';
import { type Point, type Stretch, spanOf } from './points.ts';
import { judgeTrend, type Trend } from './trend.ts';

const { enoughCollections, promoted } = heapLimits;

export interface HeapTrend extends Trend {
  /** What the floor was read from, strongest first. */
  readonly from: 'captures' | 'collections' | 'windows';
  /** How far the heap swings above its floor. */
  readonly swing: Bytes;
  /** It rose steadily, but was not seen to be collected: `unsure`. */
  readonly rises?: true;
}

/**
 * The trend of what stays alive. A capture collects garbage first, so the sizes of captures are floors as
 * they stand; without them the floor is read from the valleys that collections leave, and if no
 * collection was seen a rising heap proves nothing.
 * @param collected what full collections left, as the runtime told it
 * @param tellsCollections whether it tells of each: then valleys between them are of scavenges
 */
export function judgeHeap(
  used: Stretch,
  captured: Stretch,
  least: Bytes,
  collected: Stretch = [],
  tellsCollections = false,
): HeapTrend {
  const { floor, collections } = collectedFloor(used, collected);
  const swing = swingAbove(used, floor);
  if (captured.length >= enoughMoments)
    return { ...judgeAtCaptures(captured, least), from: 'captures', swing };
  const trend = judgeTrend([floor], least, spanOf(used));
  const isProof = collections >= enoughCollections && !(tellsCollections && isPromoted(collected, least));
  const from = isProof ? 'collections' : 'windows';
  if (from === 'windows' && (trend.shape === 'growing' || trend.shape === 'levelling')) {
    const more = spanOf(used) * (enoughCollections / Math.max(1, collections) - 1);
    return {
      ...trend,
      shape: 'unsure',
      confidence: 0,
      longer: more > 0 ? more : spanOf(used),
      from,
      swing,
      ...(trend.shape === 'growing' ? { rises: true as const } : {}),
    };
  }
  const points = trendLimits.fewestPoints / Math.max(1, floor.length);
  const longer = Math.max(trend.longer ?? 0, spanOf(used) * (points - 1));
  return { ...trend, ...(trend.shape === 'unsure' ? { longer } : {}), from, swing };
}

/** Scavenges promote what lives for a moment: a rise of their valleys that full collections do not show is garbage. */
function isPromoted(collected: Stretch, least: Bytes): boolean {
  const [first, last] = [collected.at(0), collected.at(-1)];
  if (first === undefined || last === undefined || first === last) return true;
  return last.value - first.value < promoted * least;
}

function swingAbove(used: Stretch, floor: Stretch): Bytes {
  const lowest = Math.min(...floor.map(({ value }) => value), Number.POSITIVE_INFINITY);
  return used.reduce((high: number, { value }: Point) => Math.max(high, value - lowest), 0);
}
