import type { DominatorTree } from '../graph/dominators.ts';
import type { HeapGraph } from '../graph/heap-graph.ts';
import type { HeapNames } from '../graph/names.ts';
import { datedByWatermark } from './birth.ts';

/** What the objects of a heap can be dated by. */
export interface DatableHeap {
  readonly graph: HeapGraph;
  readonly names: HeapNames;
  readonly tree: DominatorTree;
  /** 1 for each edge that counts. */
  readonly edges: Uint8Array;
}

/** How a heap learns when its objects were born. */
export interface Dating {
  /** False if ids name different objects in each capture, and tell nothing of age. */
  readonly isByIds: boolean;
  /** The birth of every node, one byte each. */
  birthsIn(heap: DatableHeap, watermarks: readonly number[]): Uint8Array;
}

/** The rule: ids of one session, which only increase. */
export const datingByIds: Dating = {
  isByIds: true,
  birthsIn: ({ graph, tree }, watermarks) => datedByWatermark(graph.columns, tree, watermarks),
};
