import { bytes, count, counted } from '../../../format/quantities.ts';
import type { Bytes } from '../../../format/units.ts';
import { layoutOf } from '../../graph/v8-tables/table-filling.ts';
import { entriesOf } from '../../heap/container-entries.ts';
import type { Inventory } from '../../inventory/open-inventory.ts';
import { EdgeType, type NodeIndex, NodeType } from '../../parse/snapshot-columns.ts';
import type { FoundHint } from './hint.ts';

/** A smaller store wastes less than a reader's time. */
export const largeStore: Bytes = 64 * 1024;
/** Stores double, so half of one may be free; with an eighth in use it was much fuller once. */
export const mostInUse = 1 / 8;

/** Stores with far more room than entries: cleared once and never shrunk, or full of numbers, which have no nodes. */
export function spareRoom({ heap, words }: Inventory): readonly FoundHint[] {
  const { graph } = heap;
  if (heap.engine.name !== 'v8') return [];
  const found: { hint: FoundHint; size: Bytes }[] = [];
  for (let store = 0; store < graph.nodeCount; store++) {
    if (graph.type(store) !== NodeType.array || graph.selfSize(store) < largeStore) continue;
    const owner = heap.tree.idom[store];
    if (owner <= 0 || graph.type(owner) !== NodeType.object || heap.isObserved(owner)) continue;
    const size = graph.selfSize(store);
    const room = layoutOf(words.className(owner), graph.wordSize).room(size);
    const entries = entriesOf(heap, owner)?.length ?? 0;
    if (!isStoreOf(heap.graph, owner, store) || entries > mostInUse * room) continue;
    const text = `${words.className(owner)} with room for ${count(room)} (${bytes(size)}) and ${counted(entries, 'object')} in it: the rest is numbers or unused room`;
    found.push({ size, hint: { kind: 'spare-room', node: owner, text, guess: true } });
  }
  return found.sort((a, b) => b.size - a.size).map(({ hint }) => hint);
}

const stores = /^(elements|table|properties)$/;

function isStoreOf(graph: Inventory['heap']['graph'], owner: NodeIndex, store: NodeIndex): boolean {
  for (let e = graph.firstEdge(owner); e < graph.endEdge(owner); e++) {
    if (graph.edgeTarget(e) !== store || graph.edgeType(e) !== EdgeType.internal) continue;
    return stores.test(String(graph.edgeNameOrIndex(e)));
  }
  return false;
}
