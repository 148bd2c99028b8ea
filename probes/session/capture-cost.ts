import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes, Millis } from '../../format/units.ts';
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
  readonly earlier?: EarlierCapture;
  /** Objects alive at the last pulse. */
  readonly objects?: number;
}

export interface EarlierCapture {
  readonly nodes: number;
  /** What lived of the heap then. */
  readonly live: Bytes;
  readonly duration: Millis;
  readonly size: Bytes;
  /** The target's RSS before any capture: what it took for them it keeps, and uses again. */
  readonly rssBefore: Bytes;
}

/**
 * A snapshot takes up to 620 bytes, at its peak, and 4 to 5 µs for each node of the heap graph: Node 20, 22 and 26,
 * 1.2 and 4.5 million nodes, the peak read from a control group of the target's own.
 */
const memoryPerNode: Bytes = 640;
const pausePerNode: Millis = 0.005;
/** The graph has nodes for what is no object of V8: handles, embedder data, roots. */
const nodesPerObject = 1.1;
/** Before anything was counted: a heap of small objects, 38 bytes to the node, took 16.5 times what was in use. */
const memoryPerHeapByte = 17;
const heapBytesPerNode = memoryPerNode / memoryPerHeapByte;
/** A large array costs a snapshot by its edges: 16 of 8 bytes take no more time and memory than one node. */
const largeBytesPerNode = 128;
const diskPerHeapByte = 2;
/** An empty heap costs this much. */
const leastMemory: Bytes = 64 << 20;

/** @param live of the heap, at the moment of the sample */
export function estimateCost(
  sample: MemorySample,
  live: LiveHeap,
  { earlier, objects }: HeapKnowledge = {},
): CaptureCost {
  if (earlier !== undefined && earlier.nodes > 0 && earlier.live > 0)
    return {
      ...costAsBefore(earlier, live.size),
      memory: memoryAsBefore(earlier, live.size, sample.rss ?? 0),
    };
  const nodes = objects === undefined ? nodesIn(live) : objects * nodesPerObject;
  return {
    pause: nodes * pausePerNode,
    memory: Math.max(leastMemory, nodes * memoryPerNode),
    disk: live.size * diskPerHeapByte,
  };
}

/** Where none were counted: what a heap of small objects has. */
export function nodesIn({ size, large }: LiveHeap): number {
  return Math.round((size - large) / heapBytesPerNode + large / largeBytesPerNode);
}

/** The same process on the same machine costs what it did, by how much more lives in its heap now. */
function costAsBefore(
  { live: before, duration, size }: EarlierCapture,
  live: Bytes,
): Omit<CaptureCost, 'memory'> {
  const growth = Math.max(1, live / before);
  return { pause: duration * growth, disk: Math.max(size * growth, live) };
}

function memoryAsBefore({ nodes, live: before, rssBefore }: EarlierCapture, live: Bytes, rss: Bytes): Bytes {
  const memory = Math.max(leastMemory, nodes * Math.max(1, live / before) * memoryPerNode);
  return Math.max(0, memory - Math.max(0, rss - rssBefore));
}
