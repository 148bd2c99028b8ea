import type { Bytes, Millis } from '../../format/units.ts';
import { collectedFloor } from './floor.ts';
import { type Point, type Stretch, spanOf } from './points.ts';
import { theilSen } from './slope.ts';
import { judgeTrend, type Trend } from './trend.ts';

/** Fewer captures than this are two points of a line, and any two points make one. */
const enoughCaptures = 3;
/** A heap that was not seen to be collected this often may be all garbage. */
const enoughCollections = 4;
const hour: Millis = 3_600_000;

export interface HeapTrend extends Trend {
  /** What the floor was read from, strongest first. */
  readonly from: 'captures' | 'collections' | 'windows';
  /** How far the heap swings above its floor. */
  readonly swing: Bytes;
}

/**
 * The trend of what stays alive. A capture collects garbage first, so the sizes of captures are floors as
 * they stand; without them the floor is read from the valleys that collections leave, and where no
 * collection was seen a rising heap proves nothing.
 */
export function judgeHeap(used: Stretch, captured: Stretch, least: Bytes): HeapTrend {
  const { floor, collections } = collectedFloor(used);
  const swing = swingAbove(used, floor);
  if (captured.length >= enoughCaptures)
    return { ...judgeCaptured(captured, least), from: 'captures', swing };
  const trend = judgeTrend([floor], least);
  const from = collections >= enoughCollections ? 'collections' : 'windows';
  if (from === 'windows' && (trend.shape === 'growing' || trend.shape === 'levelling')) {
    const seen = Math.max(1, collections);
    return {
      ...trend,
      shape: 'unsure',
      confidence: 0,
      longer: spanOf(used) * (enoughCollections / seen - 1) || spanOf(used),
      from,
      swing,
    };
  }
  return { ...trend, from, swing };
}

function judgeCaptured(captured: Stretch, least: Bytes): Trend {
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
  // Start-up gains little more at the end; a leak gains in every interval.
  if (gains[gains.length - 1] < mean / 4) return { ...base, shape: 'levelling', confidence: 0.7 };
  if (weakest <= 0) return { ...base, shape: 'unsure', confidence: 0, longer: spanOf(captured) };
  const evenness = weakest / mean;
  return { ...base, shape: 'growing', confidence: Math.min(0.95, 0.5 + evenness / 4 + gains.length / 16) };
}

function swingAbove(used: Stretch, floor: Stretch): Bytes {
  const lowest = Math.min(...floor.map(({ value }) => value), Number.POSITIVE_INFINITY);
  return used.reduce((high: number, { value }: Point) => Math.max(high, value - lowest), 0);
}

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}
