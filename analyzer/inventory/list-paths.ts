import { bytes, count } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { sum } from '../totals.ts';
import { byGrowth, type ChangeListing, changeBetween, changeColumns, hasChanged } from './change-columns.ts';
import type { Listing, ListingColumn } from './listing.ts';
import { type Comparison, undatedNote } from './open-comparison.ts';
import type { Inventory } from './open-inventory.ts';
import { leastLookedInto, type PathGroup, takePathCensus } from './path-census.ts';
import { type PathName, pathNames } from './path-names.ts';

interface PathLine extends PathName {
  readonly className: string;
  readonly retained: Bytes;
}

export interface PathListing extends PathLine {
  readonly objects: number;
  readonly bytes: Bytes;
}

export interface PathChangeListing extends PathLine, ChangeListing {}

const notes = [
  'a path shows what alone holds these objects. Each byte counts once, at the object it belongs to',
  'objects with several holders start a path of their own, named by their class',
];

/** Every object by how it is held, the paths that take most first. */
export function listPaths(inventory: Inventory): Listing<PathListing> {
  const groups = censusOf(inventory, inventory);
  const names = pathNames(groups);
  const rows = groups.map(
    (group, i): PathListing => ({
      ...names[i],
      className: group.className,
      objects: sum(group.counts),
      bytes: sum(group.bytes),
      retained: group.retained,
    }),
  );
  return {
    what: 'paths',
    rows: rows.sort((a, b) => b.bytes - a.bytes),
    columns: [
      { key: 'objects', text: (row) => count(row.objects), value: (row) => row.objects },
      { key: 'own', text: (row) => bytes(row.bytes), value: (row) => row.bytes },
      ...pathColumns<PathListing>(),
    ],
    notes,
  };
}

/** What became of every path that changed between two captures, the ones that grew most first. */
export function listPathChanges({ earlier, later, since }: Comparison): Listing<PathChangeListing> {
  const before = byPath(censusOf(earlier, later));
  const after = byPath(censusOf(later, later));
  const rows = [...new Set([...after.keys(), ...before.keys()])].map((key): PathChangeListing => {
    const was = before.get(key);
    const is = after.get(key);
    const { name, group } = (is ?? was)!;
    return {
      ...name,
      className: group.className,
      ...changeBetween(was?.group, is?.group, since),
      retained: is?.group.retained ?? 0,
    };
  });
  return {
    what: `paths that changed since ${earlier.source.label}`,
    rows: rows.filter(hasChanged).sort(byGrowth),
    columns: [...changeColumns<PathChangeListing>(), ...pathColumns<PathChangeListing>()],
    notes: since === undefined ? [undatedNote, ...notes] : notes,
  };
}

function censusOf({ words, census, retained }: Inventory, measure: Inventory): PathGroup[] {
  return takePathCensus({ words, census, retained, least: leastLookedInto(measure.retained[0]) });
}

/** By the whole way to a group: its parent's number stands for all of it that is above. */
function byPath(groups: readonly PathGroup[]): Map<string, { name: PathName; group: PathGroup }> {
  const names = pathNames(groups);
  const keys: string[] = [];
  return new Map(
    groups.map((group, i) => {
      keys.push(`${keys[group.parent] ?? ''}\n${group.label}\t${group.className}`);
      return [keys[i], { name: names[i], group }];
    }),
  );
}

function pathColumns<Row extends PathLine>(): ListingColumn<Row>[] {
  const expression = (row: Row) => (row.expression === '' ? row.className : row.expression);
  return [
    { key: 'retained', text: (row) => bytes(row.retained), value: (row) => row.retained },
    { key: 'path', text: expression, value: expression },
    { key: 'class', text: (row) => row.className, value: (row) => row.className },
    { key: 'module', text: (row) => row.module, value: (row) => row.module },
  ];
}
