import { bytes, count } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { CheapestPaths } from '../explain/cheapest-path.ts';
import { expressionOf } from '../explain/expression.ts';
import { retainingPath } from '../explain/retaining-path.ts';
import { distances } from '../graph/distances.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { Listing } from './listing.ts';
import type { Inventory } from './open-inventory.ts';

export interface RetainerListing {
  readonly id: number;
  readonly className: string;
  /** How it reaches the object, as JavaScript writes it. */
  readonly edge: string;
  readonly retained: Bytes;
  /** Steps from the root; -1 where that does not reach it. */
  readonly distance: number;
}

/** Who holds an object, the nearest to a root first; the notes say on which way a reader reaches the object. */
export function listRetainers(inventory: Inventory, id: number): Listing<RetainerListing> {
  const { heap, words, retained } = inventory;
  const node = nodeWithId(inventory, id);
  const distance = distances(heap.graph, heap.edges);
  const { first, from, edge } = heap.retainers;
  const rows: RetainerListing[] = [];
  for (let r = first[node]; r < first[node + 1]; r++) {
    const holder = from[r];
    rows.push({
      id: heap.graph.id(holder),
      className: words.name(holder),
      edge: words.edge(holder, edge[r]),
      retained: retained[holder],
      distance: distance[holder],
    });
  }
  return {
    what: `retainers of ${words.className(node)} @${id}`,
    rows: rows.sort((a, b) => a.distance - b.distance),
    columns: [
      { key: 'id', text: (row) => `@${row.id}`, value: (row) => -row.id },
      { key: 'steps', text: (row) => count(row.distance), value: (row) => -row.distance },
      { key: 'retained', text: (row) => bytes(row.retained), value: (row) => row.retained },
      { key: 'edge', text: (row) => row.edge, value: (row) => row.edge },
      { key: 'of', text: (row) => row.className, value: (row) => row.className },
    ],
    notes: [
      `${words.className(node)} @${id} retains ${bytes(retained[node])}, ${bytes(heap.graph.selfSize(node))} of it itself`,
      ...wayTo(inventory, node),
    ],
  };
}

function wayTo({ heap }: Inventory, node: NodeIndex): string[] {
  const path = retainingPath(heap, new CheapestPaths(heap), node);
  const expression = expressionOf(path);
  const [start] = path;
  if (expression === '') return [];
  return [`reached as ${expression}${start?.kind === 'module' ? ` in ${start.name}` : ''}`];
}

function nodeWithId({ heap: { graph } }: Inventory, id: number): NodeIndex {
  const node = graph.columns.nodeId.indexOf(id);
  if (node !== -1) return node;
  throw new UserError(
    'usage',
    `this capture has no object @${id}`,
    'ids stand in heaptrail objects, in the page, and after @ in other tools',
  );
}
