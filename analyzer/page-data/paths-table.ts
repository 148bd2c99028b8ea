import type { PathsTable } from '../../format/page.ts';
import type { PathGroup } from '../inventory/path-census.ts';
import { type PathName, pathNames } from '../inventory/path-names.ts';
import { addCells, cellsBefore, mostBytes } from './birth-cells.ts';
import { Texts } from './texts.ts';

const mostRows = 3_000;

/** One path over all captures. */
interface PathRow extends PathName {
  readonly className: string;
  readonly counts: Float64Array;
  readonly bytes: Float64Array;
  /** By capture. */
  readonly retained: Float64Array;
  /** How many paths it stands for, more than 1 for the rest. */
  readonly paths: number;
}

/**
 * Joins the censuses of all captures by path. The largest paths have rows of their own, all others are one row.
 * @param censuses oldest first; each counts as many births as it has captures before it, and its own
 * @param jointly what holds groups of the last one together, by group
 */
export function pathsTable(
  censuses: readonly (readonly PathGroup[])[],
  jointly: ReadonlyMap<number, string> = new Map(),
): PathsTable {
  const rows: PathRow[] = [];
  const places = new Map<string, number>();
  censuses.forEach((groups, k) => {
    const names = pathNames(groups);
    const placeOf: number[] = [];
    groups.forEach(({ parent, label, className, counts, bytes, retained }, group) => {
      // The row above stands for the whole way to it: keys stay short, however deep a path is.
      const key = `${placeOf[parent] ?? -1}\t${label}\t${className}`;
      const place = places.get(key) ?? rows.length;
      if (place === rows.length) {
        places.set(key, place);
        rows.push(emptyRow(names[group], className, 1, censuses.length));
      }
      placeOf.push(place);
      const holders = k === censuses.length - 1 ? jointly.get(group) : undefined;
      if (holders !== undefined) rows[place] = { ...rows[place], expression: holders };
      addCells(rows[place].counts, counts, cellsBefore(k));
      addCells(rows[place].bytes, bytes, cellsBefore(k));
      rows[place].retained[k] += retained;
    });
  });
  return columnsOf(withRest(rows, censuses.length), censuses.length);
}

function emptyRow(name: PathName, className: string, paths: number, captures: number): PathRow {
  return {
    ...name,
    className,
    counts: new Float64Array(cellsBefore(captures)),
    bytes: new Float64Array(cellsBefore(captures)),
    retained: new Float64Array(captures),
    paths,
  };
}

function withRest(rows: readonly PathRow[], captures: number): readonly PathRow[] {
  const largest = rows.toSorted((a, b) => mostBytes(b.bytes) - mostBytes(a.bytes));
  const small = largest.splice(mostRows);
  if (small.length === 0) return largest;
  const rest = emptyRow({ module: '', expression: '(smaller paths)' }, '', small.length, captures);
  for (const { counts, bytes } of small) {
    addCells(rest.counts, counts, 0);
    addCells(rest.bytes, bytes, 0);
  }
  return [...largest, rest];
}

function columnsOf(rows: readonly PathRow[], captures: number): PathsTable {
  const texts = new Texts();
  const width = cellsBefore(captures);
  const counts = new Uint32Array(rows.length * width);
  const bytes = new Float64Array(rows.length * width);
  const retained = new Float64Array(rows.length * captures);
  rows.forEach((row, r) => {
    counts.set(row.counts, r * width);
    bytes.set(row.bytes, r * width);
    retained.set(row.retained, r * captures);
  });
  return {
    columns: {
      expression: Uint32Array.from(rows, ({ expression }) => texts.placeOf(expression)),
      module: Uint32Array.from(rows, ({ module }) => texts.placeOf(module)),
      className: Uint32Array.from(rows, ({ className }) => texts.placeOf(className)),
      counts,
      bytes,
      retained,
      paths: Uint32Array.from(rows, ({ paths }) => paths),
    },
    strings: texts.all(),
  };
}
