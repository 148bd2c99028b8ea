import type { ClassesTable } from '../../format/page.ts';
import type { Bytes } from '../../format/units.ts';
import { type Change, captureCount, changesIn, firstCell, sumOfBirths } from './changes.ts';

/** One class in two captures. */
export interface ClassChange extends Change {
  readonly name: string;
  readonly kind: string;
  /** How many classes it covers: more than 1 in the row of the rest. */
  readonly classes: number;
}

/** What became of every class between two captures; `from` is the earlier one. */
export function classChanges({ columns, strings }: ClassesTable, from: number, to: number): ClassChange[] {
  const { name, kind, classes } = columns;
  return changesIn(columns, name.length, from, to).map((change) => ({
    ...change,
    name: strings[name[change.row]],
    kind: strings[kind[change.row]],
    classes: classes[change.row],
  }));
}

/** One class in the last capture. */
export interface ClassRow {
  readonly row: number;
  readonly name: string;
  readonly kind: string;
  /** Where its code is, if that is one place. */
  readonly place: string;
  readonly classes: number;
  readonly objects: number;
  readonly bytes: Bytes;
  readonly retained: Bytes;
  /** Own bytes by birth. */
  readonly born: readonly Bytes[];
}

export function classRows(table: ClassesTable): ClassRow[] {
  const { name, kind, place, counts, bytes, retained, classes } = table.columns;
  const width = counts.length / name.length;
  const last = captureCount(width) - 1;
  return Array.from(name, (text, row) => {
    const start = row * width + firstCell(last);
    const born = Array.from(bytes.subarray(start, start + last + 1));
    return {
      row,
      name: table.strings[text],
      kind: table.strings[kind[row]],
      place: table.strings[place[row]],
      classes: classes[row],
      objects: sumOfBirths(counts, start, 0, last),
      bytes: born.reduce((total, part) => total + part, 0),
      retained: retained[row],
      born,
    };
  }).filter(({ objects }) => objects > 0);
}

/** The kind of the row that stands for the engine's own classes. */
export const engineKind = 'engine';
const engineKinds = new Set(['hidden', 'code', 'object shape', 'synthetic']);

/** The engine's own classes as one row. */
export function foldEngineClasses(rows: readonly ClassRow[]): ClassRow[] {
  const engine = rows.filter(({ kind }) => engineKinds.has(kind));
  if (engine.length === 0) return [...rows];
  const sum = (read: (row: ClassRow) => number) => engine.reduce((total, row) => total + read(row), 0);
  const own = sum((row) => row.bytes);
  const fold: ClassRow = {
    row: -1,
    name: 'engine internals',
    kind: engineKind,
    place: '',
    classes: sum(({ classes }) => classes),
    objects: sum(({ objects }) => objects),
    bytes: own,
    // What they retain is counted in each other, and all of the heap hangs on roots: their own bytes say more.
    retained: own,
    born: engine[0].born.map((_, birth) => sum(({ born }) => born[birth])),
  };
  return [...rows.filter(({ kind }) => !engineKinds.has(kind)), fold];
}
