import type { DominatorTree } from '../graph/dominators.ts';
import { eachSlice, graphKernels } from '../graph/graph-kernels.ts';
import type { HeapGraph } from '../graph/heap-graph.ts';
import { type ColumnMemory, orElse } from '../parse/column-memory.ts';

/** The bytes of data in each node's dominated subtree, engine noise left out. */
export function sumOfData(graph: HeapGraph, tree: DominatorTree, noise: Uint8Array): Float64Array {
  const { memory } = graph.columns;
  if (memory?.holds(noise) !== true) return sumPlainly(graph, tree, noise);
  return orElse(
    () => sumInKernels(graph, tree, noise, memory),
    () => sumPlainly(graph, tree, noise),
  );
}

function sumInKernels(
  graph: HeapGraph,
  { order, idom, reachable }: DominatorTree,
  noise: Uint8Array,
  memory: ColumnMemory,
): Float64Array {
  const { selfSize, largeSizes } = graph.columns;
  const sums = memory.float64(graph.nodeCount);
  for (const [v, size] of largeSizes) if (noise[v] === 0 && idom[v] >= 0) sums[v] = size - selfSize[v];
  return memory.scratch(() => {
    const sizes = memory.untouched32(graph.nodeCount);
    sizes.set(selfSize);
    // From the end of the order to its start.
    eachSlice(0, reachable, (from, to) =>
      graphKernels(memory).sumData(
        reachable - from,
        reachable - to,
        order.byteOffset,
        idom.byteOffset,
        noise.byteOffset,
        sizes.byteOffset,
        sums.byteOffset,
      ),
    );
    return sums;
  });
}

export function sumPlainly(
  graph: HeapGraph,
  { order, idom, reachable }: DominatorTree,
  noise: Uint8Array,
): Float64Array {
  const sum = new Float64Array(graph.nodeCount);
  for (let i = reachable - 1; i >= 0; i--) {
    const v = order[i];
    if (noise[v] === 0) sum[v] += graph.selfSize(v);
    if (v !== 0) sum[idom[v]] += sum[v];
  }
  return sum;
}
