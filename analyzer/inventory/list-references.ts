import { bytes } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { findObjects } from './find-objects.ts';
import { referencesOf } from './follow-path.ts';
import type { Listing } from './listing.ts';
import type { Inventory } from './open-inventory.ts';

export interface ReferenceListing {
  readonly id: number;
  /** How the object reaches it, as JavaScript writes it. */
  readonly edge: string;
  readonly className: string;
  /** Where its code stands, or the text of a string if that was asked for. */
  readonly text: string;
  readonly bytes: Bytes;
  readonly retained: Bytes;
}

/**
 * What an object refers to, by itself and through its tables, the ones that retain most first.
 * @param subject an id or a path; of several objects the one that retains most
 * @throws UserError if it leads to none
 */
export function listReferences(inventory: Inventory, subject: string): Listing<ReferenceListing> {
  const { heap, words, retained } = inventory;
  const nodes = findObjects(inventory, subject);
  const [holder] = nodes;
  const references = [...referencesOf(heap, holder)].filter(({ edge }) =>
    inventory.isAsked(heap.graph.edgeTarget(edge)),
  );
  const rows = references.map(({ from, edge }): ReferenceListing => {
    const target: NodeIndex = heap.graph.edgeTarget(edge);
    return {
      id: heap.graph.id(target),
      edge: words.edge(from, edge),
      className: words.name(target),
      text: words.text(target),
      bytes: heap.graph.selfSize(target),
      retained: retained[target],
    };
  });
  return {
    what: `references of ${words.className(holder)} @${heap.graph.id(holder)}`,
    rows: rows.sort((a, b) => b.retained - a.retained),
    columns: [
      { key: 'id', text: (row) => `@${row.id}`, value: (row) => -row.id },
      { key: 'own', text: (row) => bytes(row.bytes), value: (row) => row.bytes },
      { key: 'retained', text: (row) => bytes(row.retained), value: (row) => row.retained },
      { key: 'edge', text: (row) => row.edge, value: (row) => row.edge },
      { key: 'class', text: (row) => row.className, value: (row) => row.className },
      { key: 'place', text: (row) => row.text, value: (row) => row.text },
    ],
    notes:
      nodes.length > 1
        ? [
            `${nodes.length.toLocaleString('en-US')} objects are reached as ${subject}: this is the one that retains most`,
          ]
        : [],
  };
}
