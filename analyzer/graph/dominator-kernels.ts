import type { Bytes } from '../../format/units.ts';
import type { ColumnMemory } from '../parse/column-memory.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { DominatorTree } from './dominator-tree.ts';
import {
  eachSlice,
  type GraphKernels,
  graphKernels,
  reachableEdges,
  reachableMarks,
  sliceSize,
  startsOfRows,
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
  const { memory, firstEdge, edgeTo } = reachableEdges(graph, edgeCount + 36 * nodeCount);
  const kernels = graphKernels(memory);
  const number = memory.int32(nodeCount).fill(-1);
  const order = memory.uint32(nodeCount);
  const idom = memory.int32(nodeCount);
  return memory.scratch(() => {
    const column = () => memory.uint32(nodeCount);
    const walk: Walk = {
      memory,
      kernels,
      firstEdge: firstEdge.byteOffset,
      edgeTo: edgeTo.byteOffset,
      marks: reachableMarks(memory, edges).byteOffset,
      number,
      order: order.byteOffset,
      parent: column(),
      lowest: column(),
      later: column(),
      path: idom.byteOffset,
    };
    const reached = walkDepthFirst(walk, adopted);
    findSemidominators(walk, reached);
    findDominators(walk, reached, idom);
    return { idom, order: order.subarray(0, reached), reachable: reached, number };
  });
}

/** Columns, and addresses of columns; see DepthFirstWalk for what they say. */
interface Walk {
  readonly memory: ColumnMemory;
  readonly kernels: GraphKernels;
  readonly firstEdge: number;
  readonly edgeTo: number;
  readonly marks: number;
  readonly number: Int32Array;
  readonly order: number;
  readonly parent: Uint32Array;
  readonly lowest: Uint32Array;
  /** How many later predecessors each has, and then the end of their row. */
  readonly later: Uint32Array;
  /** Room for a way down the tree: it lies where the dominators come to stand in the end. */
  readonly path: number;
}

const entrySize: Bytes = 4;

function walkDepthFirst(walk: Walk, adopted: Iterable<NodeIndex>): number {
  const { kernels, number, parent, lowest } = walk;
  kernels.forgetWalk();
  parent[0] = 0;
  lowest[0] = 0;
  walkFrom(walk, 0);
  for (const node of adopted) {
    const known = number[node];
    if (known !== -1) lowest[known] = 0;
    else {
      parent[kernels.reached.value] = 0;
      lowest[kernels.reached.value] = 0;
      walkFrom(walk, node);
    }
  }
  return kernels.reached.value;
}

function walkFrom(walk: Walk, start: NodeIndex): void {
  const { memory, kernels, firstEdge, edgeTo, marks, number, order, parent, lowest, later, path } = walk;
  kernels.startWalk(start, firstEdge, number.byteOffset, order);
  for (let done = 0; done === 0; ) {
    const list = memory.openEnd(entrySize * (kernels.listed.value + 2 * sliceSize));
    done = kernels.walkOn(
      sliceSize,
      firstEdge,
      edgeTo,
      marks,
      number.byteOffset,
      order,
      parent.byteOffset,
      lowest.byteOffset,
      path,
      later.byteOffset,
      list,
    );
  }
}

/** Leaves them in `lowest`. */
function findSemidominators(walk: Walk, reached: number): void {
  const { memory, kernels, parent, lowest, later, path } = walk;
  const { listed } = kernels;
  // The list is no longer needed when ancestors are: they reuse its memory.
  const shared = memory.untouched32(Math.max(listed.value, 2 * reached));
  const rows = sortIntoRows(walk, reached, shared.subarray(0, listed.value));
  const ancestor = shared.subarray(0, reached);
  const least = shared.subarray(reached, 2 * reached);
  ancestor.set(parent.subarray(0, reached));
  // Large numbers come first: they are what smaller ones look up.
  for (let from = reached - 1; from > 0; from -= sliceSize) {
    kernels.semidominators(
      from,
      Math.max(0, from - sliceSize),
      lowest.byteOffset,
      ancestor.byteOffset,
      least.byteOffset,
      path,
      later.byteOffset,
      rows,
    );
  }
}

/** Turns the counts in `later` into ends of rows; returns the address of the rows. */
function sortIntoRows({ memory, kernels, later }: Walk, reached: number, list: Uint32Array): number {
  const count = startsOfRows(kernels, reached, later.byteOffset);
  const rows = memory.untouched32(count).byteOffset;
  eachSlice(0, list.length, (from, to) =>
    kernels.listToRows(from, to, list.byteOffset, later.byteOffset, rows),
  );
  return rows;
}

function findDominators({ kernels, order, parent, lowest }: Walk, reached: number, idom: Int32Array): void {
  eachSlice(1, reached, (from, to) =>
    kernels.nearestCommonAncestors(from, to, lowest.byteOffset, parent.byteOffset),
  );
  idom.fill(-1);
  eachSlice(0, reached, (from, to) => kernels.toNodes(from, to, parent.byteOffset, order, idom.byteOffset));
}
