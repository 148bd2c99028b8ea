import type { ClassesTable } from '../../format/page.ts';
import type { Bytes } from '../../format/units.ts';
import type { ClassCount } from '../inventory/class-census.ts';
import { addCells, cellsBefore, mostBytes } from './birth-cells.ts';
import { Texts } from './texts.ts';

const mostRows = 3_000;
const restKind = 'rest';

/** One class over all captures. */
interface ClassRow {
  readonly name: string;
  readonly kind: string;
  place: string;
  readonly counts: Float64Array;
  readonly bytes: Float64Array;
  retained: Bytes;
  classes: number;
}

/**
 * Joins the censuses of all captures by class. The largest classes have rows of their own, all others are one row.
 * @param censuses oldest first; each counts as many births as it has captures before it, and its own
 * @param retained bytes by place in the last census
 * @param places where the code of a class is, by place in the last census
 */
export function classesTable(
  censuses: readonly (readonly ClassCount[])[],
  retained: readonly Bytes[],
  places: ReadonlyMap<number, string> = new Map(),
): ClassesTable {
  const width = cellsBefore(censuses.length);
  const rows = new Map<string, ClassRow>();
  censuses.forEach((classes, k) => {
    classes.forEach(({ name, kind, counts, bytes }, place) => {
      const row = rowFor(rows, name, kind, width);
      addCells(row.counts, counts, cellsBefore(k));
      addCells(row.bytes, bytes, cellsBefore(k));
      if (k < censuses.length - 1) return;
      row.retained = retained[place];
      row.place = places.get(place) ?? '';
    });
  });
  const seen = [...rows.values()].filter(({ counts }) => counts.some((count) => count > 0));
  const largest = seen.sort((a, b) => mostBytes(b.bytes) - mostBytes(a.bytes));
  const kept = largest.slice(0, mostRows);
  const rest = largest.slice(mostRows);
  return columnsOf(rest.length === 0 ? kept : [...kept, joined(rest, width)], width);
}

function rowFor(rows: Map<string, ClassRow>, name: string, kind: string, width: number): ClassRow {
  const key = `${kind} ${name}`;
  let row = rows.get(key);
  if (row === undefined) {
    row = emptyRow(name, kind, width);
    rows.set(key, row);
  }
  return row;
}

function emptyRow(name: string, kind: string, width: number): ClassRow {
  return {
    name,
    kind,
    place: '',
    counts: new Float64Array(width),
    bytes: new Float64Array(width),
    retained: 0,
    classes: 1,
  };
}

function joined(rows: readonly ClassRow[], width: number): ClassRow {
  const rest = emptyRow('(smaller classes)', restKind, width);
  for (const row of rows) {
    addCells(rest.counts, row.counts, 0);
    addCells(rest.bytes, row.bytes, 0);
    rest.retained += row.retained;
  }
  rest.classes = rows.length;
  return rest;
}

function columnsOf(rows: readonly ClassRow[], width: number): ClassesTable {
  const texts = new Texts();
  const counts = new Uint32Array(rows.length * width);
  const bytes = new Float64Array(rows.length * width);
  rows.forEach((row, r) => {
    counts.set(row.counts, r * width);
    bytes.set(row.bytes, r * width);
  });
  return {
    columns: {
      name: Uint32Array.from(rows, ({ name }) => texts.placeOf(name)),
      kind: Uint32Array.from(rows, ({ kind }) => texts.placeOf(kind)),
      place: Uint32Array.from(rows, ({ place }) => texts.placeOf(place)),
      counts,
      bytes,
      retained: Float64Array.from(rows, (row) => row.retained),
      classes: Uint32Array.from(rows, (row) => row.classes),
    },
    strings: texts.all(),
  };
}
