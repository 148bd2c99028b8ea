import type { Bytes } from '../../format/units.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { DominatorOutline } from './dominator-outline.ts';

/**
 * Retained bytes of an outline by birth, row-major: each node's own go to the nearest row above it, then up from row
 * to row.
 */
export function retainedByBirth({ rows, rowOf: drawn }: DominatorOutline, heap: AgedHeap): Float64Array {
  const rowOf = drawn.slice();
  const { graph, tree, birth, intervals } = heap;
  const born: Float64Array<ArrayBufferLike> = new Float64Array(rows.length * intervals);
  for (let k = 0; k < tree.reachable; k++) {
    const node = tree.order[k];
    if (rowOf[node] === -1) rowOf[node] = rowOf[tree.idom[node]];
    born[rowOf[node] * intervals + birth[node]] += graph.selfSize(node);
  }
  for (let row = rows.length - 1; row > 0; row--) {
    for (let a = 0; a < intervals; a++) born[rows[row].parent * intervals + a] += born[row * intervals + a];
  }
  return born;
}

/** Bytes that each row of an outline retains of the nodes that are asked for. */
export function retainedIf(
  { rows, rowOf: drawn }: DominatorOutline,
  { graph, tree }: AgedHeap,
  isAsked: (node: NodeIndex) => boolean,
): Float64Array {
  const rowOf = drawn.slice();
  const sums = new Float64Array(rows.length);
  for (let k = 0; k < tree.reachable; k++) {
    const node = tree.order[k];
    if (rowOf[node] === -1) rowOf[node] = rowOf[tree.idom[node]];
    if (isAsked(node)) sums[rowOf[node]] += graph.selfSize(node);
  }
  for (let row = rows.length - 1; row > 0; row--) sums[rows[row].parent] += sums[row];
  return sums;
}

/** What a row retains that was born after a capture. */
export function bornSince(born: Float64Array, intervals: number, row: number, capture: number): Bytes {
  let sum = 0;
  for (let a = capture; a < intervals; a++) sum += born[row * intervals + a];
  return sum;
}
