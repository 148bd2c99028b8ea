import { OutOfReach } from '../parse/column-memory.ts';
import type { DominatorTree } from './dominators.ts';
import type { HeapGraph } from './heap-graph.ts';

/**
 * Bytes by node: what would go if the node went. An unreachable node has its own size only.
 * @param selfSizes bytes by node, if they are not those of the snapshot
 */
export function retainedSizes(graph: HeapGraph, tree: DominatorTree, selfSizes?: Float64Array): Float64Array {
  const { idom, order, reachable } = tree;
  const retained = ownSizes(graph, selfSizes);
  for (let k = reachable - 1; k > 0; k--) retained[idom[order[k]]] += retained[order[k]];
  return retained;
}

function ownSizes(graph: HeapGraph, selfSizes: Float64Array | undefined): Float64Array {
  const sizes = column(graph);
  sizes.set(selfSizes ?? graph.columns.selfSize);
  if (!selfSizes) for (const [node, size] of graph.columns.largeSizes) sizes[node] = size;
  return sizes;
}

/** Where the graph's memory is, there is room in it that the search for dominators has used. */
function column({ columns, nodeCount }: HeapGraph): Float64Array {
  try {
    return columns.memory?.float64(nodeCount) ?? new Float64Array(nodeCount);
  } catch (error) {
    if (error instanceof OutOfReach) return new Float64Array(nodeCount);
    throw error;
  }
}
