import type { DominatorTree } from './dominators.ts';
import type { HeapGraph } from './heap-graph.ts';

/**
 * Bytes by node: what would go if the node went. An unreachable node has its own size only.
 * @param selfSizes bytes by node, where they are not those of the snapshot
 */
export function retainedSizes(graph: HeapGraph, tree: DominatorTree, selfSizes?: Float64Array): Float64Array {
  const { idom, order, reachable } = tree;
  const retained = selfSizes?.slice() ?? ownSizes(graph);
  for (let k = reachable - 1; k > 0; k--) retained[idom[order[k]]] += retained[order[k]];
  return retained;
}

function ownSizes(graph: HeapGraph): Float64Array {
  const sizes = new Float64Array(graph.nodeCount);
  sizes.set(graph.columns.selfSize);
  for (const [node, size] of graph.columns.largeSizes) sizes[node] = size;
  return sizes;
}
