import type { AgedHeap } from '../heap/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { EarlierAnswers, ObjectId } from './earlier-captures.ts';
import type { Holding } from './holders.ts';

/** More containers than this are not weighed one by one: what owns all of them is. */
const mostContainers = 300;

/**
 * The persistent objects that own an accumulation, outermost only: what they retain must have grown from capture to
 * capture. Survivors of all ages in a container of constant size are a cache that evicts, not a leak.
 */
export function persistentOwners(heap: AgedHeap, holding: Holding): NodeIndex[] {
  const { holders } = holding;
  if (holding.dominators.length > mostContainers && holders.length === 1)
    return [persistentAbove(heap, holders[0].node)];
  const owners = new Set<NodeIndex>();
  for (const dominator of holding.dominators.slice(0, mostContainers))
    owners.add(persistentAbove(heap, dominator));
  return [...owners].filter((owner) => !hasAncestorIn(heap, owner, owners));
}

function persistentAbove(heap: AgedHeap, node: NodeIndex): NodeIndex {
  let v = node;
  while (v > 0 && !heap.isPersistent(v)) v = heap.tree.idom[v];
  return v;
}

function hasAncestorIn(heap: AgedHeap, node: NodeIndex, owners: ReadonlySet<NodeIndex>): boolean {
  if (node === 0) return false;
  for (let v = heap.tree.idom[node], step = 0; step < 300; step++, v = heap.tree.idom[v]) {
    if (owners.has(v)) return true;
    if (v === 0) return false;
  }
  return false;
}

/** Data bytes that the owners retained at each capture, the last one included. */
export function retainedOverTime(
  heap: AgedHeap,
  owners: readonly NodeIndex[],
  earlier: readonly EarlierAnswers[],
): number[] {
  const ids: ObjectId[] = owners.map((v) => heap.graph.id(v));
  const before = earlier.map((capture) => ids.reduce((sum, id) => sum + (capture.retained.get(id) ?? 0), 0));
  return [...before, owners.reduce((sum, v) => sum + heap.retainedData[v], 0)];
}
