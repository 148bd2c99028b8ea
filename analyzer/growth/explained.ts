import type { AgedHeap } from '../heap/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { Accumulation } from './accumulation.ts';
import type { GroupTree } from './groups.ts';

/** For each node, the young bytes below it that belong to a found accumulation. */
export function explainedBytes(
  heap: AgedHeap,
  tree: GroupTree,
  found: readonly Accumulation[],
): Float64Array {
  const inFound = groupsOf(tree, found);
  const { count, node, parent } = tree.young;
  const sum = new Float64Array(heap.graph.nodeCount);
  for (let at = count - 1; at > 0; at--) {
    const v = node[at];
    if (inFound[tree.groupOf[v]] === 1 && heap.birth[v] > 0 && heap.noise[v] === 0)
      sum[v] += heap.graph.selfSize(v);
    sum[node[parent[at]]] += sum[v];
  }
  return sum;
}

/** 1 for each group that is an accumulation or below one. */
export function groupsOf(tree: GroupTree, found: readonly Accumulation[]): Uint8Array {
  const inFound = new Uint8Array(tree.groups.length);
  for (const { group } of found) inFound[group.index] = 1;
  for (const group of tree.groups)
    if (group.parent >= 0 && inFound[group.parent] === 1) inFound[group.index] = 1;
  return inFound;
}

/** True if `node` lies in the dominated subtree of `top`. Bounded: deeper than this is a chain's inside. */
export function isInside(heap: AgedHeap, node: NodeIndex, top: NodeIndex): boolean {
  let v = node;
  for (let step = 0; step < 5000 && v > 0; step++, v = heap.tree.idom[v]) if (v === top) return true;
  return false;
}
