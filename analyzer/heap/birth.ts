import type { DominatorTree } from '../graph/dominators.ts';
import { GrowingColumn } from '../parse/growing-column.ts';
import type { SnapshotColumns } from '../parse/snapshot-columns.ts';

/**
 * The interval in which an object was born: 0 is before the first capture, a is between capture a - 1 and capture a.
 * V8 hands out odd object ids that only increase, so the largest odd id of each capture (its watermark) dates
 * every object of the last one.
 */
export type Birth = number;

/**
 * The birth of every node, one byte each.
 * Even ids belong to native and synthetic nodes and carry no age: such a node is as old as what dominates it.
 *
 * @param watermarks the largest odd id of each capture, oldest first; at most 250 captures
 */
export function datedByWatermark(
  columns: SnapshotColumns,
  tree: DominatorTree,
  watermarks: readonly number[],
): Uint8Array {
  const { nodeId, nodeCount } = columns;
  const { number, order, idom } = tree;
  const last = watermarks.length - 1;
  const birth = new Uint8Array(nodeCount);
  const undated = new GrowingColumn();
  for (let v = 0; v < nodeCount; v++) {
    const id = nodeId[v];
    if ((id & 1) === 0) {
      if (number[v] > 0) undated.push(number[v]);
      continue;
    }
    let interval = 0;
    while (interval < last && id > watermarks[interval]) interval++;
    birth[v] = interval;
  }
  // Dominators come first.
  for (const at of undated.finish().sort()) birth[order[at]] = birth[idom[order[at]]];
  return birth;
}
