import type { AgedHeap } from '../heap/aged-heap.ts';
import { Classes, Labels } from '../heap/hanging.ts';

/**
 * The part of the dominator tree that holds anything born after the first capture, in columns of its own.
 * Position 0 is the root; a parent stands before its children. `label` and `cls` are numbers that are equal
 * when two nodes hang on their parents in the same way and are of the same class.
 */
export interface YoungTree {
  readonly count: number;
  readonly node: Uint32Array;
  readonly parent: Int32Array;
  readonly label: Uint32Array;
  readonly cls: Uint32Array;
}

export function growYoungTree(heap: AgedHeap): YoungTree {
  const { marks: holdsYoung, count } = marksOfYoung(heap);
  const { children } = heap;
  const node = new Uint32Array(count);
  const parent = new Int32Array(count).fill(-1);
  const label = new Uint32Array(count);
  const cls = new Uint32Array(count);
  const classes = new Classes(heap.graph);
  const labels = new Labels(heap, classes);
  cls[0] = classes.of(0);
  let filled = 1;
  for (let at = 0; at < filled; at++) {
    const v = node[at];
    const from = children.first[v];
    const to = children.first[v + 1];
    if (from === to) continue;
    labels.open(v, to - from);
    for (let k = from; k < to; k++) {
      const child = children.children[k];
      if (holdsYoung[child] === 0) continue;
      node[filled] = child;
      parent[filled] = at;
      cls[filled] = classes.of(child);
      label[filled] = labels.of(child, cls[filled]);
      filled++;
    }
  }
  return { count: filled, node, parent, label, cls };
}

/** 1 for the root, and for each node whose dominated subtree has one that was born after the first capture; how many these are. */
function marksOfYoung({ tree: { idom }, birth }: AgedHeap): { marks: Uint8Array; count: number } {
  const marks = new Uint8Array(birth.length);
  marks[0] = 1;
  let count = 1;
  for (let young = 1; young < birth.length; young++) {
    if (birth[young] === 0 || idom[young] < 0) continue;
    for (let v = young; marks[v] === 0; v = idom[v], count++) marks[v] = 1;
  }
  return { marks, count };
}
