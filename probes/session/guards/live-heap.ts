import type { MemorySample } from '../../../format/memory-sample.ts';
import type { Bytes, Millis } from '../../../format/units.ts';

/** What lives of a heap, never less than that: a snapshot begins with collections and visits nothing else. */
export interface LiveHeap {
  readonly size: Bytes;
  /**
   * Of that, what may lie in objects too large for the ordinary spaces: long arrays and the tables of Maps among them.
   * Absent if the runtime does not tell.
   */
  readonly large?: Bytes;
}

/** How far back the heap's floor is looked for: what rises above it is garbage. */
const recent: Millis = 10_000;
/** A program may have begun to keep more since the last full collection than it did before. */
const growthMargin = 2;
/** Some of what rose above the last full collection may live: a leak that has just begun looks like garbage. */
const livingShareOfRise = 0.5;

/**
 * The least that the heap was seen to hold in the last seconds, or what the last full collections left and what may have
 * been added since, if that is less.
 * @param samples in order of time, the last one of this moment
 */
export function liveHeap(samples: readonly MemorySample[]): LiveHeap | undefined {
  const now = samples.at(-1);
  if (now?.heapUsed === undefined) return undefined;
  const lately = recentOf(samples, now);
  const floor = heapFloor(samples, now);
  const size = Math.min(floor, afterCollections(samples, now.at, floor) ?? floor);
  const large = lately.flatMap(({ spaces }) => (spaces === undefined ? [] : largeObjects(spaces)));
  return large.length === 0 ? { size } : { size, large: Math.min(size, ...large) };
}

/** The least that the heap was seen to hold in the last seconds. */
export function heapFloor(samples: readonly MemorySample[], now: MemorySample): Bytes {
  return Math.min(...recentOf(samples, now).map(({ heapUsed = 0 }) => heapUsed));
}

function recentOf(samples: readonly MemorySample[], now: MemorySample): readonly MemorySample[] {
  return samples.filter(({ at, heapUsed }) => now.at - at <= recent && heapUsed !== undefined);
}

/** What two full collections say of this moment; undefined if fewer are known. */
function afterCollections(samples: readonly MemorySample[], now: Millis, floor: Bytes): Bytes | undefined {
  const [before, last] = samples.filter(({ heapAfterGc }) => heapAfterGc !== undefined).slice(-2);
  if (before?.heapAfterGc === undefined || last?.heapAfterGc === undefined) return undefined;
  const left = last.heapAfterGc;
  const rate = Math.max(0, left - before.heapAfterGc) / Math.max(1, last.at - before.at);
  return Math.max(left + growthMargin * rate * (now - last.at), left + livingShareOfRise * (floor - left));
}

/** V8 gives an object above about half a page (128 or 256 KiB) a page of its own. */
function largeObjects(spaces: NonNullable<MemorySample['spaces']>): Bytes {
  return Object.entries(spaces)
    .filter(([name]) => name.endsWith('large_object_space'))
    .reduce((sum, [, size]) => sum + size, 0);
}
