import type { DominatorTree } from '../graph/dominators.ts';
import type { SnapshotColumns } from '../parse/snapshot-columns.ts';

/**
 * The interval in which an object was born: 0 is before the first capture, a is between capture a - 1 and capture a.
 * V8 hands out odd object ids that only increase, so the largest odd id of each capture (its watermark) dates
 * every object of the last one.
 */
export type Birth = number;

const undated = 255;

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
  const last = watermarks.length - 1;
  const birth = new Uint8Array(nodeCount).fill(undated);
  for (let v = 0; v < nodeCount; v++) {
    const id = nodeId[v];
    if ((id & 1) === 0) continue;
    let interval = 0;
    while (interval < last && id > watermarks[interval]) interval++;
    birth[v] = interval;
  }
  inheritFromDominators(birth, tree);
  return birth;
}

function inheritFromDominators(birth: Uint8Array, tree: DominatorTree): void {
  for (let i = 0; i < tree.reachable; i++) {
    const v = tree.order[i];
    if (birth[v] !== undated) continue;
    const dominator = tree.idom[v];
    birth[v] = dominator > 0 && birth[dominator] !== undated ? birth[dominator] : 0;
  }
  for (let v = 0; v < birth.length; v++) if (birth[v] === undated) birth[v] = 0;
}
