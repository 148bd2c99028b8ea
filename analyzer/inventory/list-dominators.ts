import type { DominatorKind } from '../../format/page.ts';
import { bytes, count, share } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { type DominatorOutline, outlineDominators } from './dominator-outline.ts';
import { expressionsIn } from './expressions.ts';
import type { Listing } from './listing.ts';
import type { Inventory } from './open-inventory.ts';
import { bornSince, retainedByBirth } from './outline-births.ts';

export interface DominatorListing {
  readonly depth: number;
  readonly kind: DominatorKind;
  readonly edge: string;
  readonly className: string;
  readonly place: string;
  /** Of a single object, else 0. */
  readonly id: number;
  readonly objects: number;
  readonly retained: Bytes;
  readonly own: Bytes;
  /** What it retains of what was born after a capture: the first one, or the one that was named. */
  readonly fresh: Bytes;
}

/** The outline of who keeps what alive alone, down to a depth: parents before children, the largest first. */
export function listDominators(inventory: Inventory, depth: number, since = 1): Listing<DominatorListing> {
  const outline = outlineDominators({ ...inventory, kept: [], expressionOf: expressionsIn(inventory.heap) });
  const rows = inOrder(outline, inventory, depth, since);
  const all = rows[0]?.retained ?? 0;
  const label = (row: DominatorListing) => `${'  '.repeat(row.depth)}${nameOf(row)}`;
  return {
    what: 'dominators',
    rows,
    columns: [
      { key: 'retained', text: (row) => bytes(row.retained), value: (row) => row.retained },
      { key: 'share', text: (row) => share(row.retained / all), value: (row) => row.retained },
      { key: 'own', text: (row) => bytes(row.own), value: (row) => row.own },
      { key: 'new', text: (row) => bytes(row.fresh), value: (row) => row.fresh },
      { key: 'objects', text: (row) => count(row.objects), value: (row) => row.objects },
      { key: 'what', text: label, value: nameOf },
      {
        key: 'id',
        text: ({ id }) => (id === 0 ? '' : `@${id}`),
        value: ({ id }) => (id === 0 ? '' : `@${id}`),
      },
    ],
    notes: ['objects that retain less than 0.1 % of the heap are grouped by class or as the rest'],
  };
}

function nameOf({ kind, edge, className, place, objects }: DominatorListing): string {
  if (kind === 'rest') return `(${count(objects)} smaller)`;
  const reached = /^(\[.*\]|\(.*\))?$/.test(edge) ? className : `${edge.replace(/^\./, '')} ${className}`;
  return [reached, kind === 'alike' ? ` × ${count(objects)}` : '', place === '' ? '' : `  ${place}`].join('');
}

/** Depth first, so that a row's children stand under it. */
function inOrder(
  outline: DominatorOutline,
  { words, heap }: Inventory,
  deepest: number,
  since: number,
): DominatorListing[] {
  const { rows, own } = outline;
  const born = retainedByBirth(outline, heap);
  const children: number[][] = rows.map(() => []);
  rows.forEach(({ parent }, row) => {
    if (parent >= 0) children[parent].push(row);
  });
  const listed: DominatorListing[] = [];
  const pending = [{ row: 0, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { row, depth } = next;
    const { kind, edge, members, retained } = rows[row];
    const isRest = kind === 'rest';
    listed.push({
      depth,
      kind,
      edge,
      className: isRest ? '' : words.name(members[0]),
      place: isRest ? '' : words.place(members[0]),
      id: members.length === 1 ? words.heap.graph.id(members[0]) : 0,
      objects: members.length,
      retained,
      own: own[row],
      fresh: bornSince(born, heap.intervals, row, since),
    });
    if (depth === deepest) continue;
    // Taken from the end: the largest is pushed last.
    const below = children[row].sort((a, b) => rows[a].retained - rows[b].retained);
    for (const child of below) pending.push({ row: child, depth: depth + 1 });
  }
  return listed;
}
