import type { Bytes } from '../../format/units.ts';
import type { AgedHeap } from './aged-heap.ts';

export interface HeapSizes {
  /** What is in the engine's heap, which its limit is about. */
  readonly heap: Bytes;
  /** What objects keep outside it: contents of Buffers and external strings, and state of native code. */
  readonly outside: Bytes;
}

/** Snapshots list what native code keeps for objects among the objects: it is told apart here. */
export function heapSizes(heap: AgedHeap): HeapSizes {
  const { graph } = heap;
  const isExternal = heap.engine.externalNodes(graph);
  const sizes = { heap: 0, outside: 0 };
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!heap.isObserved(node)) sizes[isExternal(node) ? 'outside' : 'heap'] += graph.selfSize(node);
  }
  return sizes;
}
