import type { DominatorTree } from './dominators.ts';
import type { HeapGraph } from './heap-graph.ts';

/** Bytes by node: what would go if the node went. An unreachable node has its own size only. */
export function retainedSizes(graph: HeapGraph, { idom, order, reachable }: DominatorTree): Float64Array {
  const retained = Float64Array.from(graph.columns.selfSize);
  for (const [node, size] of graph.columns.largeSizes) retained[node] = size;
  for (let k = reachable - 1; k > 0; k--) retained[idom[order[k]]] += retained[order[k]];
  return retained;
}
