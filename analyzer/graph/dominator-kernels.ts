import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { DominatorTree } from './dominator-tree.ts';
import {
  type GraphKernels,
  graphKernels,
  reachableEdges,
  reachableMarks,
  sliceSize,
} from './graph-kernels.ts';
import type { HeapGraph } from './heap-graph.ts';

/**
 * What `computePlainly` does, in kernels. Takes what `computeDominators` takes.
 * @throws OutOfReach
 */
export function computeInKernels(
  graph: HeapGraph,
  edges: Uint8Array,
  adopted: Iterable<NodeIndex>,
): DominatorTree {
  const { nodeCount, edgeCount } = graph;
  const { memory, firstEdge, edgeTo } = reachableEdges(graph, edgeCount + 40 * nodeCount);
  const kernels = graphKernels(memory);
  const number = memory.int32(nodeCount).fill(-1);
  const order = memory.uint32(nodeCount);
  const idom = memory.int32(nodeCount);
  return memory.scratch(() => {
    const marks = reachableMarks(memory, edges);
    const column = () => memory.uint32(nodeCount + 1);
    const walk: Walk = {
      kernels,
      firstEdge: firstEdge.byteOffset,
      edgeTo: edgeTo.byteOffset,
      marks: marks.byteOffset,
      number: number.byteOffset,
      order: order.byteOffset,
      parent: column(),
      lowest: column(),
      firstLater: column(),
      cursor: column(),
    };
    const reached = walkDepthFirst(walk, number, adopted);
    const later = memory.uint32(fillStarts(walk, reached));
    fillLater(walk, reached, later);
    findSemidominators(walk, reached, later, memory.uint32(nodeCount), idom);
    eachSlice(1, reached, (from, to) =>
      kernels.nearestCommonAncestors(from, to, walk.lowest.byteOffset, walk.parent.byteOffset),
    );
    idom.fill(-1);
    eachSlice(0, reached, (from, to) =>
      kernels.toNodes(from, to, walk.parent.byteOffset, walk.order, idom.byteOffset),
    );
    return { idom, order: order.subarray(0, reached), reachable: reached, number };
  });
}

/** Columns by number, and the addresses of those by node; see DepthFirstWalk for what they say. */
interface Walk {
  readonly kernels: GraphKernels;
  readonly firstEdge: number;
  readonly edgeTo: number;
  readonly marks: number;
  readonly number: number;
  readonly order: number;
  readonly parent: Uint32Array;
  readonly lowest: Uint32Array;
  readonly firstLater: Uint32Array;
  /** A node's next edge during the walk, the end of its row while rows are filled, and then its label. */
  readonly cursor: Uint32Array;
}

function walkDepthFirst(walk: Walk, number: Int32Array, adopted: Iterable<NodeIndex>): number {
  const { kernels, firstEdge, edgeTo, marks, order, parent, lowest, firstLater, cursor } = walk;
  kernels.forgetWalk();
  const walkFrom = (start: NodeIndex) => {
    kernels.startWalk(start, firstEdge, walk.number, order);
    let done = 0;
    while (done === 0) {
      done = kernels.walkOn(
        sliceSize,
        firstEdge,
        edgeTo,
        marks,
        walk.number,
        order,
        parent.byteOffset,
        lowest.byteOffset,
        cursor.byteOffset,
        firstLater.byteOffset,
      );
    }
  };
  parent[0] = 0;
  lowest[0] = 0;
  walkFrom(0);
  for (const node of adopted) {
    const known = number[node];
    if (known !== -1) lowest[known] = 0;
    else {
      parent[kernels.reached.value] = 0;
      lowest[kernels.reached.value] = 0;
      walkFrom(node);
    }
  }
  return kernels.reached.value;
}

/** Turns the counts in `firstLater` into the starts of rows; returns the length of all. */
function fillStarts({ kernels, firstLater, cursor }: Walk, reached: number): number {
  eachSlice(0, reached, (from, to) => kernels.sumRows(from, to, firstLater.byteOffset));
  cursor.set(firstLater.subarray(0, reached));
  return firstLater[reached];
}

function fillLater(walk: Walk, reached: number, later: Uint32Array): void {
  const { kernels, firstEdge, edgeTo, marks, number, order, cursor } = walk;
  eachSlice(0, reached, (from, to) =>
    kernels.fillRows(from, to, firstEdge, edgeTo, marks, number, order, cursor.byteOffset, later.byteOffset),
  );
}

/** Leaves them in `walk.lowest`. `path` is room for as many numbers as there are nodes. */
function findSemidominators(
  { kernels, parent, lowest, firstLater, cursor }: Walk,
  reached: number,
  later: Uint32Array,
  ancestor: Uint32Array,
  path: Int32Array,
): void {
  const label = cursor;
  ancestor.set(parent.subarray(0, reached));
  kernels.countUp(reached, label.byteOffset);
  // Rows of large numbers come first: they are what the rows of smaller ones look up.
  for (let from = reached - 1; from > 0; from -= sliceSize) {
    kernels.semidominators(
      from,
      Math.max(0, from - sliceSize),
      lowest.byteOffset,
      ancestor.byteOffset,
      label.byteOffset,
      path.byteOffset,
      firstLater.byteOffset,
      later.byteOffset,
    );
  }
}

function eachSlice(from: number, to: number, work: (from: number, to: number) => void): void {
  for (let at = from; at < to; at += sliceSize) work(at, Math.min(to, at + sliceSize));
}
