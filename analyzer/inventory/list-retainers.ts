import { bytes, count } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { distances } from '../graph/distances.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { CheapestPaths } from '../paths/cheapest-path.ts';
import { expressionOf } from '../paths/expression.ts';
import { retainingPath } from '../paths/retaining-path.ts';
import { FieldValues } from './field-values.ts';
import { findObjects } from './find-objects.ts';
import type { Listing, ListingColumn } from './listing.ts';
import type { Inventory } from './open-inventory.ts';

export interface RetainerListing {
  /** The id of what is held. */
  readonly object: number;
  readonly id: number;
  readonly className: string;
  /** How it reaches the object, as JavaScript writes it. */
  readonly edge: string;
  readonly retained: Bytes;
  /** Steps from the root; -1 if that does not reach it. */
  readonly distance: number;
}

/** A path may lead to a million entries of a Map: who holds the largest of them is who holds them all. */
const mostObjects = 20;

/**
 * Who holds an object, the nearest to a root first; the notes say on which way a reader reaches the object.
 * @param subject an id, or a path that may lead to several objects
 * @throws UserError if it leads to none
 */
export function listRetainers(inventory: Inventory, subject: string): Listing<RetainerListing> {
  const { heap, words } = inventory;
  const nodes = findObjects(inventory, subject);
  const shown = nodes.slice(0, mostObjects);
  const distance = distances(heap.graph, heap.edges);
  const rows = shown.flatMap((node) =>
    retainersOf(inventory, node, distance).sort((a, b) => a.distance - b.distance),
  );
  const [first] = nodes;
  const held: ListingColumn<RetainerListing> = {
    key: 'object',
    text: (row) => `@${row.object}`,
    value: (row) => -row.object,
  };
  return {
    what: nodes.length === 1 ? `retainers of ${nameOf(inventory, first)}` : `retainers of ${subject}`,
    rows,
    columns: [
      ...(nodes.length === 1 ? [] : [held]),
      { key: 'id', text: (row) => `@${row.id}`, value: (row) => -row.id },
      { key: 'steps', text: (row) => count(row.distance), value: (row) => -row.distance },
      { key: 'retained', text: (row) => bytes(row.retained), value: (row) => row.retained },
      { key: 'edge', text: (row) => row.edge, value: (row) => row.edge },
      { key: 'of', text: (row) => row.className, value: (row) => row.className },
    ],
    notes: [
      ...(nodes.length > 1 ? [several(nodes.length, subject, shown.length)] : []),
      `${words.className(first)} @${heap.graph.id(first)} retains ${bytes(inventory.retained[first])}, shallow size ${bytes(heap.graph.selfSize(first))}`,
      ...wayTo(inventory, first),
      ...fieldsIn(inventory, first),
    ],
  };
}

function retainersOf(
  { heap, words, retained, isAsked }: Inventory,
  node: NodeIndex,
  distance: Int32Array,
): RetainerListing[] {
  const { first, from, edge } = heap.retainers;
  const rows: RetainerListing[] = [];
  for (let r = first[node]; r < first[node + 1]; r++) {
    const holder = from[r];
    if (!isAsked(holder)) continue;
    rows.push({
      object: heap.graph.id(node),
      id: heap.graph.id(holder),
      className: words.name(holder),
      edge: words.edge(holder, edge[r]),
      retained: retained[holder],
      distance: distance[holder],
    });
  }
  return rows;
}

function fieldsIn({ words }: Inventory, node: NodeIndex): string[] {
  const line = new FieldValues(words).lineOf(node);
  return line === '' ? [] : [`its fields: ${line}`];
}

function nameOf({ words, heap }: Inventory, node: NodeIndex): string {
  return `${words.className(node)} @${heap.graph.id(node)}`;
}

function several(all: number, subject: string, shown: number): string {
  const most = shown < all ? `, these ${count(shown)} retain the most` : '';
  return `${count(all)} objects are reached as ${subject}${most}: an id names one of them`;
}

function wayTo({ heap }: Inventory, node: NodeIndex): string[] {
  const path = retainingPath(heap, new CheapestPaths(heap), node);
  const expression = expressionOf(path);
  const [start] = path;
  if (expression === '') return [];
  return [`reached as ${expression}${start?.kind === 'module' ? ` in ${start.name}` : ''}`];
}
