import { eachSlice, type GraphKernels, graphKernels, sliceSize } from '../../graph/graph-kernels.ts';
import type { HeapGraph } from '../../graph/heap-graph.ts';
import type { ColumnMemory } from '../../parse/column-memory.ts';
import { isCode } from '../../parse/node-kinds.ts';
import { EdgeType, type NodeIndex, nodeTypes } from '../../parse/snapshot-columns.ts';
import { momentaryRoots, rootsNamed, toJavaScript, weakLists } from './roots.ts';

/** What kernels know of a node, a bit each: the same as in analyzer/kernels/growth-edges.ts. */
const Note = {
  isMomentary: 1,
  isCode: 2,
  isRootChild: 4,
  isWeakList: 8,
  isInWeakList: 16,
  isHeldBesides: 32,
};

/**
 * What `keepPlainly` does, in kernels.
 * @param edges a column of the memory
 * @throws OutOfReach
 */
export function keepInKernels(graph: HeapGraph, edges: Uint8Array, memory: ColumnMemory): void {
  const kernels = graphKernels(memory);
  memory.scratch(() => {
    const lists = rootsNamed(graph, weakLists);
    const notes = memory.uint8(graph.nodeCount);
    noteNodes(graph, lists, notes);
    const stack = memory.uint32(graph.nodeCount);
    // Made before a mark is changed: without room, edges are told apart without kernels.
    const room = memory.openEnd(4 * mostEdgesOfSlice(graph));
    const list = { kernels, memory, room };
    const secondary = splitEdges(graph, edges, notes, list);
    dropHeldBesides(graph, lists, notes, edges);
    reachByPrimary(graph, edges, notes, stack, kernels);
    keepUnreached(graph, secondary, edges, notes, list);
  });
}

/** Where a slice of nodes lists edges. */
interface ListOfSlice {
  readonly kernels: GraphKernels;
  readonly memory: ColumnMemory;
  readonly room: number;
}

function mostEdgesOfSlice({ nodeCount, columns: { firstEdge } }: HeapGraph): number {
  let most = 0;
  eachSlice(0, nodeCount, (from, to) => {
    most = Math.max(most, firstEdge[to] - firstEdge[from]);
  });
  return most;
}

function noteNodes(graph: HeapGraph, lists: readonly NodeIndex[], notes: Uint8Array): void {
  const { nodeCount, nodeType, firstEdge, edgeTo } = graph.columns;
  const byType = Uint8Array.from(nodeTypes, (_, type) => (isCode(type) ? Note.isCode : 0));
  for (let v = 0; v < nodeCount; v++) notes[v] = byType[nodeType[v]];
  for (const root of rootsNamed(graph, momentaryRoots)) notes[root] |= Note.isMomentary;
  for (let e = firstEdge[0]; e < firstEdge[1]; e++) notes[edgeTo[e]] |= Note.isRootChild;
  for (const list of lists) {
    notes[list] |= Note.isWeakList;
    for (let e = firstEdge[list]; e < firstEdge[list + 1]; e++) notes[edgeTo[e]] |= Note.isInWeakList;
  }
}

/** Marks secondary edges as such; they are few. */
function splitEdges(
  graph: HeapGraph,
  edges: Uint8Array,
  notes: Uint8Array,
  { kernels, memory, room }: ListOfSlice,
): Uint32Array[] {
  const { nodeCount, firstEdge, edgeTo, edgeType, edgeName, strings } = graph.columns;
  const name = strings.find(toJavaScript);
  const found: Uint32Array[] = [];
  eachSlice(0, nodeCount, (from, to) => {
    const count = kernels.splitEdges(
      from,
      to,
      firstEdge.byteOffset,
      edgeTo.byteOffset,
      edgeType.byteOffset,
      edgeName.byteOffset,
      EdgeType.internal,
      EdgeType.shortcut,
      name,
      notes.byteOffset,
      edges.byteOffset,
      room,
    );
    if (count > 0) found.push(new Uint32Array(memory.memory.buffer, room, count).slice());
  });
  return found;
}

/** What stands in a weak list is held by anything else that refers to it, be it a shape for its key. */
function dropHeldBesides(
  { columns }: HeapGraph,
  lists: readonly NodeIndex[],
  notes: Uint8Array,
  edges: Uint8Array,
): void {
  const { firstEdge, edgeTo } = columns;
  for (const list of lists) {
    for (let e = firstEdge[list]; e < firstEdge[list + 1]; e++)
      if ((notes[edgeTo[e]] & Note.isHeldBesides) !== 0) edges[e] = 0;
  }
}

function reachByPrimary(
  { columns }: HeapGraph,
  edges: Uint8Array,
  notes: Uint8Array,
  stack: Uint32Array,
  kernels: GraphKernels,
): void {
  const { firstEdge, edgeTo } = columns;
  kernels.startReach(notes.byteOffset, stack.byteOffset);
  for (let done = 0; done === 0; )
    done = kernels.reachOn(
      sliceSize,
      firstEdge.byteOffset,
      edgeTo.byteOffset,
      edges.byteOffset,
      notes.byteOffset,
      stack.byteOffset,
    );
}

function keepUnreached(
  { columns }: HeapGraph,
  secondary: readonly Uint32Array[],
  edges: Uint8Array,
  notes: Uint8Array,
  { kernels, memory, room }: ListOfSlice,
): void {
  for (const piece of secondary) {
    new Uint32Array(memory.memory.buffer, room, piece.length).set(piece);
    kernels.keepUnreached(piece.length, columns.edgeTo.byteOffset, edges.byteOffset, notes.byteOffset, room);
  }
}
