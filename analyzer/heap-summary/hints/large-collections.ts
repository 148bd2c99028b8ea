import { counted } from '../../../format/quantities.ts';
import { entriesOf } from '../../heap/container-entries.ts';
import type { Inventory } from '../../inventory/open-inventory.ts';
import type { NodeIndex } from '../../parse/snapshot-columns.ts';
import type { FoundHint } from './hint.ts';

/** Programs have tables of some thousands of entries for good reasons; ten thousand are worth a look. */
export const manyEntries = 10_000;

export function largeCollections({ heap, words }: Inventory): readonly FoundHint[] {
  const { graph } = heap;
  const found = new Map<NodeIndex, number>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.endEdge(node) - graph.firstEdge(node) < manyEntries) continue;
    const owner = heap.ownerOf(node);
    if (owner <= 0 || found.has(owner) || !heap.isReachable(owner) || heap.isObserved(owner)) continue;
    const entries = entriesOf(heap, owner)?.length ?? 0;
    if (entries >= manyEntries) found.set(owner, entries);
  }
  return [...found]
    .sort(([a], [b]) => heap.retainedData[b] - heap.retainedData[a])
    .map(([node, entries]) => ({
      kind: 'large-collection',
      node,
      text: `${words.className(node)} with ${counted(entries, 'entry')}`,
      guess: false,
    }));
}
