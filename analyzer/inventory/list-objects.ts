import { bytes, count } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { Listing } from './listing.ts';
import { nearNames } from './near-names.ts';
import type { Inventory } from './open-inventory.ts';

export interface ObjectListing {
  readonly id: number;
  readonly className: string;
  /** Where its code stands, or what a string says where that was asked for. */
  readonly text: string;
  readonly bytes: Bytes;
  readonly retained: Bytes;
  /** The capture after which it was born; 0 is before the first one. */
  readonly born: number;
}

/**
 * The objects of a class, the ones that retain most first.
 * @param className as `listClasses` names it; case does not matter where that is not ambiguous
 * @throws UserError where there is no such class
 */
export function listObjects(inventory: Inventory, className: string): Listing<ObjectListing> {
  const { heap, census, retained } = inventory;
  const places = placesOf(inventory, className);
  const nodes: NodeIndex[] = [];
  for (let node = 0; node < heap.graph.nodeCount; node++) {
    if (places.has(census.classOf[node]) && inventory.isAsked(node)) nodes.push(node);
  }
  return {
    what: `objects of ${className}`,
    rows: nodes.map((node) => objectRow(inventory, node)).sort((a, b) => b.retained - a.retained),
    columns: [
      { key: 'id', text: ({ id }) => `@${id}`, value: ({ id }) => -id },
      { key: 'own', text: (row) => bytes(row.bytes), value: (row) => row.bytes },
      { key: 'retained', text: (row) => bytes(row.retained), value: (row) => row.retained },
      { key: 'born', text: ({ born }) => bornAfter(born), value: ({ born }) => born },
      { key: 'class', text: (row) => row.className, value: (row) => row.className },
      { key: 'place', text: (row) => row.text, value: (row) => row.text },
    ],
  };

  function objectRow({ words }: Inventory, node: NodeIndex): ObjectListing {
    return {
      id: heap.graph.id(node),
      className: words.className(node),
      text: words.text(node),
      bytes: heap.graph.selfSize(node),
      retained: retained[node],
      born: heap.birth[node],
    };
  }
}

function bornAfter(capture: number): string {
  return capture === 0 ? 'before 1' : `after ${count(capture)}`;
}

function placesOf({ census: { classes } }: Inventory, wanted: string): ReadonlySet<number> {
  const named = (test: (name: string) => boolean) =>
    new Set(classes.flatMap(({ name }, place) => (test(name) ? [place] : [])));
  const exact = named((name) => name === wanted);
  if (exact.size > 0) return exact;
  const alike = named((name) => name.toLowerCase() === wanted.toLowerCase());
  if (alike.size > 0) return alike;
  const near = nearNames(
    classes.map(({ name }) => name),
    wanted,
  );
  throw new UserError(
    'usage',
    `this capture has no class ${wanted}`,
    near.length > 0 ? `did you mean: ${near.join(', ')}` : 'heaptrail classes lists them all',
  );
}
