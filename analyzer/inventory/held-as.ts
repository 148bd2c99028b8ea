import { type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { Inventory } from './open-inventory.ts';

/** The first holder that is not a string itself, rather one of the program than the engine's own tables: `.name of Session`. */
export function heldAs(inventory: Inventory, node: NodeIndex): string {
  const { heap, words } = inventory;
  const { from, edge } = heap.retainers;
  let at = node;
  for (let step = 0; step < mostStepsUp; step++) {
    const r = tellingRetainer(inventory, at);
    if (r === undefined) return '';
    if (!words.isString(from[r])) {
      return `${words.edge(from[r], edge[r])} of ${words.name(heap.ownerOf(from[r]))}`;
    }
    at = from[r];
  }
  return '';
}

/** Ropes are deep: after so many parts the holder is not worth the search. */
const mostStepsUp = 64;

function tellingRetainer({ heap }: Inventory, node: NodeIndex): number | undefined {
  const { first, from } = heap.retainers;
  for (let r = first[node]; r < first[node + 1]; r++) {
    if (heap.graph.type(from[r]) !== NodeType.synthetic) return r;
  }
  return first[node] < first[node + 1] ? first[node] : undefined;
}
