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
  const holdsYoung = marksOfYoung(heap);
  const { children } = heap;
  let count = 0;
  for (let i = 0; i < heap.tree.reachable; i++) if (holdsYoung[heap.tree.order[i]] === 1) count++;
  if (holdsYoung[0] === 0) count = 1;

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
      label[filled] = labels.of(child);
      filled++;
    }
  }
  return { count: filled, node, parent, label, cls };
}

/** 1 if a node's dominated subtree has a node that was born after the first capture. */
function marksOfYoung(heap: AgedHeap): Uint8Array {
  const { tree, birth } = heap;
  const marks = new Uint8Array(birth.length);
  for (let i = tree.reachable - 1; i > 0; i--) {
    const v = tree.order[i];
    if (birth[v] > 0) marks[v] = 1;
    if (marks[v] === 1) marks[tree.idom[v]] = 1;
  }
  return marks;
}
