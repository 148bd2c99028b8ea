import type { Bytes } from '../../format/units.ts';
import { type DominatedChildren, dominatedChildren } from '../graph/dominators.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';

/** What the members of each group retain: of members that retain each other only the outermost counts. */
export function retainedByGroup(
  heap: AgedHeap,
  /** By node; -1 for nodes of no group. */
  groupOf: Int32Array | Uint32Array,
  groups: number,
  retained: Float64Array,
): Bytes[] {
  const { first, children }: DominatedChildren = dominatedChildren(heap.tree);
  const sums = new Array<Bytes>(groups).fill(0);
  const open = new Uint32Array(groups);
  const next = first.slice(0, heap.graph.nodeCount);
  const path = new Uint32Array(heap.tree.reachable);
  let depth = 0;
  const enter = (node: number) => {
    const group = groupOf[node];
    if (group >= 0 && open[group]++ === 0) sums[group] += retained[node];
    path[depth++] = node;
  };
  enter(0);
  while (depth > 0) {
    const node = path[depth - 1];
    if (next[node] < first[node + 1]) enter(children[next[node]++]);
    else {
      if (groupOf[node] >= 0) open[groupOf[node]]--;
      depth--;
    }
  }
  return sums;
}
