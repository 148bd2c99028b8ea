import { bytes, count } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { sum } from '../totals.ts';
import { retainedByClass } from './class-census.ts';
import { type InternalsChoice, internalsNote, withInternalsFolded } from './engine-internals.ts';
import type { Listing } from './listing.ts';
import type { Inventory } from './open-inventory.ts';

export interface ClassListing {
  readonly name: string;
  readonly kind: string;
  readonly objects: number;
  readonly bytes: Bytes;
  /** What would go if all objects of the class went. */
  readonly retained: Bytes;
  /** Objects that were born after the first capture; 0 if there is only one. */
  readonly fresh: number;
}

/** Every class, the ones that retain most first. */
export function listClasses(
  { heap, census: whole, retained }: Inventory,
  { internals = false }: InternalsChoice = {},
): Listing<ClassListing> {
  const census = internals ? whole : withInternalsFolded(whole);
  const sums = retainedByClass(heap, census, retained);
  const rows = census.classes.map(
    ({ name, kind, counts, bytes: sizes }, place): ClassListing => ({
      name,
      kind,
      objects: sum(counts),
      bytes: sum(sizes),
      retained: sums[place],
      fresh: sum(counts.subarray(1)),
    }),
  );
  return {
    what: 'classes',
    rows: rows.filter(({ objects }) => objects > 0).sort((a, b) => b.retained - a.retained),
    notes: internals ? [] : [internalsNote],
    columns: [
      { key: 'objects', text: (row) => count(row.objects), value: (row) => row.objects },
      { key: 'new', text: (row) => count(row.fresh), value: (row) => row.fresh },
      { key: 'own', text: (row) => bytes(row.bytes), value: (row) => row.bytes },
      { key: 'retained', text: (row) => bytes(row.retained), value: (row) => row.retained },
      { key: 'class', text: (row) => row.name, value: (row) => row.name },
    ],
  };
}
