import { type ColumnMemory, orElse } from '../parse/column-memory.ts';
import { eachSlice, graphKernels, startsOfRows } from './graph-kernels.ts';

/** Who keeps whom alive alone: a node's immediate dominator is the last node that every path to it from the root runs through. */
export interface DominatorTree {
  /** Immediate dominator by node; -1 if the root does not reach it; the root's is 0. */
  readonly idom: Int32Array;
  /** The reachable nodes in depth-first preorder: a node's dominator always stands before it. */
  readonly order: Uint32Array;
  readonly reachable: number;
  /** Place in `order` by node, -1 if not reachable. */
  readonly number: Int32Array;
}

/** What each node immediately dominates: `children[first[node] .. first[node + 1] - 1]`, in preorder. */
export interface DominatedChildren {
  readonly first: Uint32Array;
  readonly children: Uint32Array;
}

/** @param memory that of the graph: the tree is there as well, if it was made in kernels */
export function dominatedChildren(tree: DominatorTree, memory?: ColumnMemory): DominatedChildren {
  if (memory?.holds(tree.idom) !== true) return childrenPlainly(tree);
  return orElse(
    () => childrenInKernels(tree, memory),
    () => childrenPlainly(tree),
  );
}

function childrenInKernels(
  { idom, order, reachable }: DominatorTree,
  memory: ColumnMemory,
): DominatedChildren {
  const kernels = graphKernels(memory);
  const first = memory.uint32(idom.length + 1);
  const children = memory.untouched32(Math.max(0, reachable - 1));
  const places = first.subarray(1).byteOffset;
  const [inOrder, above] = [order.byteOffset, idom.byteOffset];
  eachSlice(1, reachable, (from, to) => kernels.countDominated(from, to, inOrder, above, places));
  startsOfRows(kernels, idom.length, places);
  eachSlice(1, reachable, (from, to) =>
    kernels.fillDominated(from, to, inOrder, above, places, children.byteOffset),
  );
  return { first, children };
}

export function childrenPlainly({ idom, order, reachable }: DominatorTree): DominatedChildren {
  const first = new Uint32Array(idom.length + 1);
  for (let k = 1; k < reachable; k++) first[idom[order[k]] + 1]++;
  for (let node = 0; node < idom.length; node++) first[node + 1] += first[node];
  const cursor = first.slice(0, idom.length);
  const children = new Uint32Array(Math.max(0, reachable - 1));
  for (let k = 1; k < reachable; k++) children[cursor[idom[order[k]]]++] = order[k];
  return { first, children };
}
