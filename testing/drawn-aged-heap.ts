import { AgedHeap } from '../analyzer/heap/aged-heap.ts';
import type { Dating } from '../analyzer/heap/dating.ts';
import { largestOdd } from '../analyzer/parse/scan-snapshot.ts';
import type { NodeIndex } from '../analyzer/parse/snapshot-columns.ts';
import type { DrawnNode } from './drawn-node.ts';
import { drawHeap, type HeapDrawing } from './heap-builder.ts';

/** A drawing as the search sees it. */
export interface DrawnAgedHeap {
  /** The last capture, aged by all of them. */
  readonly heap: AgedHeap;
  /** The captures before it, oldest first. */
  readonly earlier: readonly AgedHeap[];
  /** Where a drawn node stands in the last capture; -1 if it is gone. */
  at(node: DrawnNode): NodeIndex;
}

export function ageDrawn(draw: (h: HeapDrawing) => void, dating?: Dating): DrawnAgedHeap {
  const graphs = drawHeap(draw).graphs();
  const watermarks = graphs.map((graph) => largestOdd(graph.columns.nodeId));
  const heaps = graphs.map((graph, k) => new AgedHeap(graph, watermarks.slice(0, k + 1), dating));
  const heap = heaps[heaps.length - 1]!;
  return {
    heap,
    earlier: heaps.slice(0, -1),
    at: ({ id }) => heap.graph.columns.nodeId.indexOf(id),
  };
}
