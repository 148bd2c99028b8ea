import type { PageColumn } from '../../format/page.ts';
import type { Bytes } from '../../format/units.ts';

/** What became of the objects of one row between two captures. */
export interface Change {
  readonly row: number;
  readonly before: number;
  readonly after: number;
  /** Objects of the later capture that were born after the earlier one. */
  readonly fresh: number;
  /** Objects of the earlier capture that are no longer there. */
  readonly gone: number;
  readonly bytesBefore: Bytes;
  readonly bytesAfter: Bytes;
}

/**
 * @param cells counts and bytes by birth, a row of cells for each of `rows`: of capture 0 one birth, of capture 1 two, …
 */
export function changesIn(
  { counts, bytes }: Readonly<Record<'counts' | 'bytes', PageColumn>>,
  rows: number,
  from: number,
  to: number,
): Change[] {
  const width = counts.length / rows;
  return Array.from({ length: rows }, (_, row) => {
    const cells = (values: PageColumn, k: number, lastBirth: number) =>
      sumOfBirths(values, row * width + firstCell(k), 0, lastBirth);
    const before = cells(counts, from, from);
    const after = cells(counts, to, to);
    const survived = cells(counts, to, from);
    return {
      row,
      before,
      after,
      fresh: after - survived,
      // Native objects have no birth of their own and take their owner's: a few may seem to come back.
      gone: Math.max(0, before - survived),
      bytesBefore: cells(bytes, from, from),
      bytesAfter: cells(bytes, to, to),
    };
  });
}

export function growthOf({ bytesBefore, bytesAfter }: Change): Bytes {
  return bytesAfter - bytesBefore;
}

export const changeFilters = ['changed', 'grown', 'new', 'gone', 'all'] as const;
export type ChangeFilter = (typeof changeFilters)[number];

const passes: Readonly<Record<ChangeFilter, (change: Change) => boolean>> = {
  changed: (change) => change.fresh > 0 || change.gone > 0 || growthOf(change) !== 0,
  grown: (change) => growthOf(change) > 0,
  new: ({ before, after }) => before === 0 && after > 0,
  gone: ({ before, after }) => before > 0 && after === 0,
  all: () => true,
};

/** Rows that neither capture has are in none of them. */
export function filterChanges<Row extends Change>(changes: readonly Row[], filter: ChangeFilter): Row[] {
  return changes.filter((change) => change.before + change.after > 0 && passes[filter](change));
}

/** Capture 0 has one birth, capture 1 has two, … */
export function firstCell(k: number): number {
  return (k * (k + 1)) / 2;
}

export function captureCount(width: number): number {
  let captures = 0;
  while (firstCell(captures) < width) captures++;
  return captures;
}

export function sumOfBirths(values: PageColumn, start: number, first: number, last: number): number {
  let total = 0;
  for (let birth = first; birth <= last; birth++) total += values[start + birth];
  return total;
}
