import { bytes } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { FieldValues, noteOnNumbers } from './field-values.ts';
import { fieldLabel, fieldsOf, isReference } from './fields.ts';
import { findObjects } from './find-objects.ts';
import { referencesOf } from './follow-path.ts';
import type { Listing } from './listing.ts';
import type { Inventory } from './open-inventory.ts';

export interface ReferenceListing {
  /** 0 for a small integer, which is no object. */
  readonly id: number;
  /** How the object reaches it, as JavaScript writes it. */
  readonly edge: string;
  readonly className: string;
  /** What it is worth: `42`, `false`, `12 characters`; empty for objects. */
  readonly value: string;
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
  const values = new FieldValues(words);
  const objects = references.map(({ from, edge }): ReferenceListing => {
    const target: NodeIndex = heap.graph.edgeTarget(edge);
    return {
      id: heap.graph.id(target),
      edge: words.edge(from, edge),
      className: kindOf(values.ofNode(target)) ?? words.name(target),
      value: values.ofNode(target),
      text: words.text(target),
      bytes: heap.graph.selfSize(target),
      retained: retained[target],
    };
  });
  const integers = fieldsOf(heap, holder).flatMap((field): ReferenceListing[] =>
    isReference(field)
      ? []
      : [
          {
            id: 0,
            edge: fieldLabel(words, holder, field),
            className: 'number',
            value: field.text,
            text: '',
            bytes: 0,
            retained: 0,
          },
        ],
  );
  const rows = [...objects, ...integers];
  return {
    what: `references of ${words.className(holder)} @${heap.graph.id(holder)}`,
    rows: rows.sort((a, b) => b.retained - a.retained),
    columns: [
      { key: 'id', text: (row) => (row.id === 0 ? '' : `@${row.id}`), value: (row) => -row.id },
      { key: 'own', text: (row) => bytes(row.bytes), value: (row) => row.bytes },
      { key: 'retained', text: (row) => bytes(row.retained), value: (row) => row.retained },
      { key: 'edge', text: (row) => row.edge, value: (row) => row.edge },
      { key: 'class', text: (row) => row.className, value: (row) => row.className },
      { key: 'value', text: (row) => row.value, value: (row) => row.value },
      { key: 'place', text: placeOf, value: placeOf },
    ],
    notes: [
      ...(nodes.length > 1
        ? [
            `${nodes.length.toLocaleString('en-US')} objects are reached as ${subject}: this is the one that retains most`,
          ]
        : []),
      ...noteOnNumbers(words),
    ],
  };
}

/** V8 keeps these as things of its own. */
function kindOf(value: string): string | undefined {
  if (value === 'true' || value === 'false') return 'boolean';
  return value === 'null' || value === 'undefined' ? value : undefined;
}

/** What a string says stands under its value. */
function placeOf({ className, value, text }: ReferenceListing): string {
  return className.includes('string') && value !== '' ? '' : text;
}
