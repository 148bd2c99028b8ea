import type { ClassesTable } from '../../format/page.ts';
import type { Bytes } from '../../format/units.ts';

/** One class in two captures. */
export interface ClassChange {
  readonly row: number;
  readonly name: string;
  readonly kind: string;
  /** How many classes it stands for: more than 1 for the rest. */
  readonly classes: number;
  readonly before: number;
  readonly after: number;
  /** Objects of the later capture that were born after the earlier one. */
  readonly fresh: number;
  /** Objects of the earlier capture that are no longer there. */
  readonly gone: number;
  readonly bytesBefore: Bytes;
  readonly bytesAfter: Bytes;
}

export type ChangeFilter = 'changed' | 'all' | 'grown' | 'new' | 'gone';

/** What became of every class between two captures; `from` is the earlier one. */
export function classChanges(table: ClassesTable, from: number, to: number): ClassChange[] {
  const { name, kind, counts, bytes, classes } = table.columns;
  const width = counts.length / name.length;
  return Array.from(name, (text, row) => {
    const cells = (values: ArrayLike<number>, k: number, firstBirth: number, lastBirth: number) =>
      sum(values, row * width + firstCell(k), firstBirth, lastBirth);
    const before = cells(counts, from, 0, from);
    const after = cells(counts, to, 0, to);
    const survived = cells(counts, to, 0, from);
    return {
      row,
      name: table.strings[text],
      kind: table.strings[kind[row]],
      classes: classes[row],
      before,
      after,
      fresh: after - survived,
      // Native objects have no birth of their own and take their owner's: a few may seem to come back.
      gone: Math.max(0, before - survived),
      bytesBefore: cells(bytes, from, 0, from),
      bytesAfter: cells(bytes, to, 0, to),
    };
  });
}

export function filterChanges(changes: readonly ClassChange[], filter: ChangeFilter): ClassChange[] {
  switch (filter) {
    case 'changed':
      return changes.filter(
        ({ fresh, gone, bytesBefore, bytesAfter }) => fresh > 0 || gone > 0 || bytesBefore !== bytesAfter,
      );
    case 'all':
      return [...changes];
    case 'grown':
      return changes.filter(({ bytesBefore, bytesAfter }) => bytesAfter > bytesBefore);
    case 'new':
      return changes.filter(({ before, after }) => before === 0 && after > 0);
    case 'gone':
      return changes.filter(({ before, after }) => before > 0 && after === 0);
  }
}

/** One class in the last capture. */
export interface ClassRow {
  readonly row: number;
  readonly name: string;
  readonly kind: string;
  readonly classes: number;
  readonly objects: number;
  readonly bytes: Bytes;
  readonly retained: Bytes;
  /** Own bytes by birth. */
  readonly born: readonly Bytes[];
}

export function classRows(table: ClassesTable): ClassRow[] {
  const { name, kind, counts, bytes, retained, classes } = table.columns;
  const width = counts.length / name.length;
  const last = captureCount(width) - 1;
  return Array.from(name, (text, row) => {
    const start = row * width + firstCell(last);
    const born = Array.from(bytes.subarray(start, start + last + 1));
    return {
      row,
      name: table.strings[text],
      kind: table.strings[kind[row]],
      classes: classes[row],
      objects: sum(counts, start, 0, last),
      bytes: born.reduce((total, part) => total + part, 0),
      retained: retained[row],
      born,
    };
  }).filter(({ objects }) => objects > 0);
}

/** Capture 0 has one birth, capture 1 has two, … */
function firstCell(k: number): number {
  return (k * (k + 1)) / 2;
}

function captureCount(width: number): number {
  let captures = 0;
  while (firstCell(captures) < width) captures++;
  return captures;
}

function sum(values: ArrayLike<number>, start: number, first: number, last: number): number {
  let total = 0;
  for (let birth = first; birth <= last; birth++) total += values[start + birth];
  return total;
}
