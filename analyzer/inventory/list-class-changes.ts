import { bytes } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { byGrowth, type ChangeListing, changeBetween, changeColumns, hasChanged } from './change-columns.ts';
import { type ClassCensus, retainedByClass } from './class-census.ts';
import type { Listing } from './listing.ts';
import { type Comparison, undatedNote } from './open-comparison.ts';

export interface ClassChangeListing extends ChangeListing {
  readonly name: string;
  readonly kind: string;
  /** In the later capture. */
  readonly retained: Bytes;
}

/** What became of every class that changed between two captures, the ones that grew most first. */
export function listClassChanges({ earlier, later, since }: Comparison): Listing<ClassChangeListing> {
  const sums = retainedByClass(later.heap, later.census, later.retained);
  const before = byName(earlier.census);
  const after = byName(later.census);
  const rows = [...new Set([...after.keys(), ...before.keys()])].map((key): ClassChangeListing => {
    const was = before.get(key);
    const is = after.get(key);
    const { name, kind } = (is ?? was)!.one;
    return {
      name,
      kind,
      ...changeBetween(was?.one, is?.one, since),
      retained: is === undefined ? 0 : sums[is.place],
    };
  });
  return {
    what: `classes that changed since ${earlier.source.label}`,
    rows: rows.filter(hasChanged).sort(byGrowth),
    notes: since === undefined ? [undatedNote] : [],
    columns: [
      ...changeColumns<ClassChangeListing>(),
      { key: 'retained', text: (row) => bytes(row.retained), value: (row) => row.retained },
      { key: 'class', text: (row) => row.name, value: (row) => row.name },
    ],
  };
}

function byName({ classes }: ClassCensus) {
  return new Map(classes.map((one, place) => [`${one.kind} ${one.name}`, { one, place }]));
}
