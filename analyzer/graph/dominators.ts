import { orElse } from '../parse/column-memory.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { computeInKernels } from './dominator-kernels.ts';
import type { DominatorTree } from './dominator-tree.ts';
import type { HeapGraph } from './heap-graph.ts';
import { computePlainly } from './semi-nca.ts';

export { type DominatedChildren, type DominatorTree, dominatedChildren } from './dominator-tree.ts';

/**
 * The dominator tree of the graph made of the marked edges, by the semi-NCA algorithm; in kernels if the graph fits
 * the 4 GiB that these can address, which is about 60 million nodes, and else without.
 * @param edges 1 for each edge that counts; length edgeCount
 * @param adopted nodes that count as children of the root even without an edge from it
 */
export function computeDominators(
  graph: HeapGraph,
  edges: Uint8Array,
  adopted: Iterable<NodeIndex> = [],
): DominatorTree {
  return orElse(
    () => computeInKernels(graph, edges, adopted),
    () => computePlainly(graph, edges, adopted),
  );
}
