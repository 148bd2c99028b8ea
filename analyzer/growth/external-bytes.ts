import { NodeType } from '../parse/snapshot-columns.ts';
import type { Accumulation } from './accumulation.ts';
import type { AgedHeap } from './aged-heap.ts';
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
  const { nodeType } = heap.graph.columns;
  for (let v = 0; v < nodeType.length; v++) {
    if (nodeType[v] !== NodeType.native || heap.birth[v] === 0) continue;
    for (let group = tree.groupOf[v]; group >= 0; group = tree.groups[group].parent) {
      const one = byGroup.get(group);
      if (one === undefined) continue;
      sums.set(one, sums.get(one)! + heap.graph.selfSize(v));
      break;
    }
  }
  return sums;
}
