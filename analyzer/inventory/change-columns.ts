import { count, signedBytes } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { sum } from '../totals.ts';
import type { ListingColumn } from './listing.ts';

/** What became of one class, or of one path, between two captures. */
export interface ChangeListing {
  readonly before: number;
  readonly after: number;
  /** Objects of the later capture that were born after the earlier one. */
  readonly fresh: number;
  /** Objects of the earlier capture that are no longer there. */
  readonly gone: number;
  readonly bytesBefore: Bytes;
  readonly bytesAfter: Bytes;
}

/** Objects and bytes by birth, as a census counts them. */
export interface Counted {
  readonly counts: Float64Array;
  readonly bytes: Float64Array;
}

/**
 * @param since the earlier capture, from 1: the births of the later one below it are what has survived. Absent if ids do
 *   not tell: then as many as both have count as the same.
 */
export function changeBetween(
  before: Counted | undefined,
  after: Counted | undefined,
  since: number | undefined,
): ChangeListing {
  const had = before === undefined ? 0 : sum(before.counts);
  const has = after === undefined ? 0 : sum(after.counts);
  const survived = since === undefined ? Math.min(had, has) : sum(after?.counts.subarray(0, since) ?? []);
  return {
    before: had,
    after: has,
    fresh: has - survived,
    // Native objects have no birth of their own and take their owner's: a few may seem to come back.
    gone: Math.max(0, had - survived),
    bytesBefore: before === undefined ? 0 : sum(before.bytes),
    bytesAfter: after === undefined ? 0 : sum(after.bytes),
  };
}

export function hasChanged({ fresh, gone, bytesBefore, bytesAfter }: ChangeListing): boolean {
  return fresh > 0 || gone > 0 || bytesBefore !== bytesAfter;
}

export function byGrowth(a: ChangeListing, b: ChangeListing): number {
  return growth(b) - growth(a);
}

export function changeColumns<Row extends ChangeListing>(): ListingColumn<Row>[] {
  return [
    { key: 'then', text: (row) => count(row.before), value: (row) => row.before },
    { key: 'now', text: (row) => count(row.after), value: (row) => row.after },
    { key: 'new', text: (row) => count(row.fresh), value: (row) => row.fresh },
    { key: 'gone', text: (row) => count(row.gone), value: (row) => row.gone },
    { key: 'bytes', text: (row) => (growth(row) === 0 ? '0' : signedBytes(growth(row))), value: growth },
  ];
}

function growth({ bytesBefore, bytesAfter }: ChangeListing): Bytes {
  return bytesAfter - bytesBefore;
}
