import { bytes, count } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { joinedByPlace } from './joined-by-place.ts';
import type { Listing } from './listing.ts';
import { nearNames } from './near-names.ts';
import type { Inventory } from './open-inventory.ts';

export interface ObjectListing {
  /** Of the one that retains most. */
  readonly id: number;
  /** How many it stands for: functions of one place in the code are one row. */
  readonly objects: number;
  readonly className: string;
  /** Where its code stands, or the text of a string if that was asked for. */
  readonly text: string;
  readonly bytes: Bytes;
  readonly retained: Bytes;
  /** The capture after which it was born; 0 is before the first one. */
  readonly born: number;
}

/**
 * The objects of a class, the ones that retain most first.
 * @param className as `listClasses` names it; case does not matter where that is not ambiguous
 * @param each true gives each function a row of its own
 * @throws UserError if there is no such class
 */
export function listObjects(inventory: Inventory, className: string, each = false): Listing<ObjectListing> {
  const { heap, census, retained } = inventory;
  const places = placesOf(inventory, className);
  const nodes: NodeIndex[] = [];
  for (let node = 0; node < heap.graph.nodeCount; node++) {
    if (places.has(census.classOf[node]) && inventory.isAsked(node)) nodes.push(node);
  }
  const all = nodes.map((node) => ({ node, row: objectRow(inventory, node) }));
  const rows = joinedByPlace(inventory, all, each ? () => undefined : placeOfFunction, add);
  const isFolded = rows.length < all.length;
  return {
    what: `objects of ${className}`,
    rows,
    ...(isFolded
      ? {
          notes: [
            'functions from one source location are one row, with the id of the largest: --each lists them',
          ],
        }
      : {}),
    columns: [
      { key: 'id', text: ({ id }) => `@${id}`, value: ({ id }) => -id },
      ...(isFolded
        ? [
            {
              key: 'objects',
              text: (row: ObjectListing) => count(row.objects),
              value: (row: ObjectListing) => row.objects,
            },
          ]
        : []),
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
      objects: 1,
      className: words.className(node),
      text: words.text(node),
      bytes: heap.graph.selfSize(node),
      retained: retained[node],
      born: heap.birth[node],
    };
  }
}

/** Two thousand closures of one place are one thing to look at. */
function placeOfFunction({ className, text, born }: ObjectListing): string | undefined {
  return className.startsWith('function ') && text !== '' ? `${className} ${text} ${born}` : undefined;
}

function add(largest: ObjectListing, other: ObjectListing): ObjectListing {
  return { ...largest, objects: largest.objects + other.objects, bytes: largest.bytes + other.bytes };
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
