import type { MemorySample } from '../../../format/memory-sample.ts';
import type { RuntimeName } from '../../../format/recording.ts';
import type { Bytes, Millis } from '../../../format/units.ts';
import type { LiveHeap } from './live-heap.ts';

/** What one snapshot is expected to cost, never less than what was measured on Node 20 to 26. */
export interface CaptureCost {
  /** How long the target stands still. */
  readonly pause: Millis;
  /** What the target takes beside what it has. */
  readonly memory: Bytes;
  readonly disk: Bytes;
}

/** What is known of the target's heap beside its size. */
export interface HeapKnowledge {
  /** What an earlier capture of the same process taught. */
  readonly earlier?: MeasuredCapture;
  /** Objects alive at the last pulse. */
  readonly objects?: number;
  /** Whether numbers are to be told. */
  readonly values?: boolean;
  /** V8's if absent. */
  readonly runtime?: RuntimeName;
}

export interface MeasuredCapture {
  readonly nodes: number;
  /** What lived of the heap then. */
  readonly live: Bytes;
  readonly duration: Millis;
  readonly size: Bytes;
  /** The target's RSS before any capture: what it took for them it keeps, and uses again. */
  readonly rssBefore: Bytes;
}

/**
 * A snapshot takes 230 to 430 bytes, at its peak, and 3 to 5 µs of processor time for each node of the heap graph (Node 20,
 * 22 and 26; 55,000 to 5.7 million nodes), and 21 to 24 MiB more on a heap that has next to nothing. The names of indices
 * come on top, see below. If it is not known how many there may be, they are part of the larger figure.
 */
const memoryPerNode: Bytes = 450;
const memoryPerNodeOfAnyArray: Bytes = 640;
const memoryAtLeast: Bytes = 32 << 20;
const pausePerNode: Millis = 0.005;
/**
 * A snapshot of Bun takes 1.4 to 2.2 µs of processor time for each node: 1.3.14 and 1.4.5, 75,000 to 4 million nodes. A
 * capture takes one or two of them, whether it is the first or not, and looks up Maps and Sets in between. The rest is
 * for a machine that has more to do: seen were up to three times as much.
 */
const bun = { pausePerNode: 0.014, pause: 1_500, snapshots: 2 };
/** The graph has nodes for what is no object of V8: handles, embedder data, roots. */
const nodesPerObject = 1.1;
/**
 * Each value is a string below its number, and each small integer a node: three numbers in every object of 4 nodes took
 * 1.56 to 1.74 times the processor time, 1.67 times the file and 1.19 times the memory, the program's own included (Node 20
 * to 26, 1 million objects).
 */
const withValues = { pause: 1.75, memory: 1.25, disk: 1.7 } as const;
const plain = { pause: 1, memory: 1, disk: 1 } as const;
/** Before anything was counted: a heap of small objects has a node for 38 bytes in use. */
const heapBytesPerNode: Bytes = 37.6;
/** What Node has before the program has anything: 54,000 to 100,000 nodes, of 70 to 95 bytes each (Node 20 to 26). */
const emptyHeap = { size: 4 << 20, nodes: 80_000 };
/** Closures took 2.1. */
const diskPerHeapByte = 2.25;
/**
 * V8 keeps 1 KiB for the name of each index of the longest array: an array of a million objects takes 1.1 GB (Node 20 and
 * 26). Only large objects are long enough to matter. Their references take 32 bytes each beside that.
 */
const memoryPerIndex: Bytes = 1_200;
const bytesPerIndex: Bytes = 8;
const memoryPerByteOfLarge = 4;

/** @param live of the heap, at the moment of the sample */
export function estimateCost(
  sample: MemorySample,
  live: LiveHeap,
  { earlier, objects, runtime, values = false }: HeapKnowledge = {},
): CaptureCost {
  if (earlier !== undefined && earlier.nodes > 0 && earlier.live > 0)
    return costAsBefore(earlier, live, sample, runtime === 'bun' ? bun.snapshots : 1);
  const more = values ? withValues : plain;
  const disk = live.size * diskPerHeapByte * more.disk;
  if (runtime === 'bun') {
    const nodes = objects ?? live.size / heapBytesPerNode;
    const memory = memoryAtLeast + nodes * memoryPerNodeOfAnyArray;
    return { pause: bun.pause + nodes * bun.pausePerNode, memory, disk };
  }
  const nodes = objects === undefined ? nodesIn(live) : objects * nodesPerObject;
  return {
    pause: nodes * pausePerNode * more.pause,
    memory: memoryFor(nodes, live) * more.memory,
    disk,
  };
}

/** If none were counted: what a heap of small objects has, beside what Node itself brings along. */
export function nodesIn({ size }: Pick<LiveHeap, 'size'>): number {
  const own = Math.max(0, size - emptyHeap.size) / heapBytesPerNode;
  return Math.round(Math.min(1, size / emptyHeap.size) * emptyHeap.nodes + own);
}

/** As if all large objects were one array, of as many different objects as there may be beside them. */
function memoryFor(nodes: number, { size, large }: LiveHeap): Bytes {
  if (large === undefined) return memoryAtLeast + nodes * memoryPerNodeOfAnyArray;
  const others = Math.min(nodes, nodesIn({ size: size - large }));
  const indices = Math.min(others, large / bytesPerIndex);
  return memoryAtLeast + others * memoryPerNode + large * memoryPerByteOfLarge + indices * memoryPerIndex;
}

/** The same process on the same machine costs what it did, by how much more lives in its heap now. */
function costAsBefore(
  { nodes, live: before, duration, size, rssBefore }: MeasuredCapture,
  live: LiveHeap,
  { rss = 0 }: MemorySample,
  snapshots: number,
): CaptureCost {
  const growth = Math.max(1, live.size / before);
  const memory = memoryFor(nodes * growth, live);
  return {
    pause: duration * growth * snapshots,
    disk: Math.max(size * growth, live.size),
    // What it took before it has kept, and uses again.
    memory: Math.max(0, memory - Math.max(0, rss - rssBefore)),
  };
}
