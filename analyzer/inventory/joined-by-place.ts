import type { Bytes } from '../../format/units.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { Inventory } from './open-inventory.ts';
import { retainedByGroup } from './retained-by-group.ts';

/** A row of a listing, and the node that it is about. */
export interface NodeRow<Row> {
  readonly node: NodeIndex;
  readonly row: Row;
}

/**
 * One row for all that stand at one place in the code, as the largest of them, the ones that retain most first. What
 * retains another one of its place counts once.
 * @param placeOf undefined for a row that stays alone
 * @param add sums up what is counted; `retained` is set here
 */
export function joinedByPlace<Row extends { readonly retained: Bytes }>(
  { heap, retained }: Inventory,
  rows: readonly NodeRow<Row>[],
  placeOf: (row: Row) => string | undefined,
  add: (largest: Row, other: Row) => Row,
): Row[] {
  const groups = new Map<string, number>();
  const groupOf = new Int32Array(heap.graph.nodeCount).fill(-1);
  const joined: Row[] = [];
  for (const { node, row } of rows.toSorted((a, b) => b.row.retained - a.row.retained)) {
    const place = placeOf(row);
    const group = (place === undefined ? undefined : groups.get(place)) ?? joined.length;
    if (place !== undefined) groups.set(place, group);
    groupOf[node] = group;
    joined[group] = group === joined.length ? row : add(joined[group], row);
  }
  if (joined.length === rows.length) return joined;
  const sums = retainedByGroup(heap, groupOf, joined.length, retained);
  return joined
    .map((row, group) => ({ ...row, retained: sums[group] }))
    .sort((a, b) => b.retained - a.retained);
}
