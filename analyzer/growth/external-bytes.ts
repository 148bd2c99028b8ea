import type { AgedHeap } from '../heap/aged-heap.ts';
import type { Accumulation } from './accumulation.ts';
import type { GroupTree } from './groups.ts';

/**
 * How many of the young bytes of each accumulation are native: the contents of ArrayBuffers and what else an object
 * keeps outside the JavaScript heap.
 */
export function externalBytes(
  heap: AgedHeap,
  tree: GroupTree,
  found: readonly Accumulation[],
): Map<Accumulation, number> {
  const byGroup = new Map(found.map((one) => [one.group.index, one]));
  const sums = new Map(found.map((one) => [one, 0]));
  const isExternal = heap.engine.externalNodes(heap.graph);
  for (let v = 0; v < heap.graph.nodeCount; v++) {
    if (heap.birth[v] === 0 || !isExternal(v)) continue;
    for (let group = tree.groupOf[v]; group >= 0; group = tree.groups[group].parent) {
      const one = byGroup.get(group);
      if (one === undefined) continue;
      sums.set(one, sums.get(one)! + heap.graph.selfSize(v));
      break;
    }
  }
  return sums;
}
