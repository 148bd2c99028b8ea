import { retainingEdges } from '../../graph/edge-filter.ts';
import type { HeapGraph } from '../../graph/heap-graph.ts';
import { orElse } from '../../parse/column-memory.ts';
import { isCode } from '../../parse/node-kinds.ts';
import { type EdgeIndex, EdgeType, type NodeIndex } from '../../parse/snapshot-columns.ts';
import { keepInKernels } from './growth-kernels.ts';
import { momentaryRoots, rootsNamed, toJavaScript, weakLists } from './roots.ts';

/**
 * The edges that count for growth in a heap of V8, a byte each: its retaining edges, without those of an observer of
 * the program, and without the secondary ones whose target is also held otherwise. Secondary edges make an object's dominator
 * jump between captures although the program did nothing.
 */
export function growthEdges(graph: HeapGraph, ofObserver: readonly EdgeIndex[]): Uint8Array {
  const edges = retainingEdges(graph);
  for (const edge of ofObserver) edges[edge] = 0;
  const { memory } = graph.columns;
  if (memory?.holds(edges) !== true) keepPlainly(graph, edges);
  else
    orElse(
      () => keepInKernels(graph, edges, memory),
      () => keepPlainly(graph, edges),
    );
  return edges;
}

/** Leaves the mark on what counts of the edges that retain. */
export function keepPlainly(graph: HeapGraph, edges: Uint8Array): void {
  const { nodeCount, firstEdge, edgeTo } = graph.columns;
  for (let v = 0; v < nodeCount; v++) {
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++)
      if (edgeTo[e] === v || edgeTo[e] === 0) edges[e] = 0;
  }
  dropWeakLists(graph, edges);
  const isSecondary = secondaryEdges(graph);
  const held = heldByPrimary(graph, edges, isSecondary);
  for (let v = 0; v < nodeCount; v++) {
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      if (edges[e] === 1 && held[edgeTo[e]] === 1 && isSecondary(v, e)) edges[e] = 0;
    }
  }
}

/**
 * Secondary are: what the stack and handle scopes hold; what code holds of data; the root's shortcuts; and
 * `native_to_javascript` edges of wrappers, which look strong but follow their wrapper's own life, except from a
 * native node that is itself a root (a socket, a timer, a child process).
 */
function secondaryEdges(graph: HeapGraph): (from: NodeIndex, edge: EdgeIndex) => boolean {
  const { nodeType, firstEdge, edgeTo, edgeType, edgeName, strings } = graph.columns;
  const nativeToJavaScript = strings.find(toJavaScript);
  const isMomentaryRoot = marksOf(graph, rootsNamed(graph, momentaryRoots));
  const isRootChild = new Uint8Array(graph.nodeCount);
  for (let e = firstEdge[0]; e < firstEdge[1]; e++) isRootChild[edgeTo[e]] = 1;
  return (from, edge) =>
    isMomentaryRoot[from] === 1 ||
    edgeType[edge] === EdgeType.shortcut ||
    (isCode(nodeType[from]) && !isCode(nodeType[edgeTo[edge]])) ||
    (isRootChild[from] === 0 &&
      edgeName[edge] === nativeToJavaScript &&
      edgeType[edge] === EdgeType.internal);
}

/** What stands in a weak list is held by anything else that refers to it, be it a shape for its key. */
function dropWeakLists(graph: HeapGraph, edges: Uint8Array): void {
  const { nodeCount, firstEdge, edgeTo } = graph.columns;
  const lists = rootsNamed(graph, weakLists);
  const isWeakList = marksOf(graph, lists);
  const held = new Uint8Array(nodeCount);
  for (let v = 0; v < nodeCount; v++) {
    if (isWeakList[v] === 1) continue;
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) if (edges[e] === 1) held[edgeTo[e]] = 1;
  }
  for (const list of lists) {
    for (let e = firstEdge[list]; e < firstEdge[list + 1]; e++) if (held[edgeTo[e]] === 1) edges[e] = 0;
  }
}

function marksOf({ nodeCount }: HeapGraph, nodes: readonly NodeIndex[]): Uint8Array {
  const marks = new Uint8Array(nodeCount);
  for (const node of nodes) marks[node] = 1;
  return marks;
}

/** 1 for every node that the root reaches without a secondary edge. */
function heldByPrimary(
  graph: HeapGraph,
  edges: Uint8Array,
  isSecondary: (from: NodeIndex, edge: EdgeIndex) => boolean,
): Uint8Array {
  const { nodeCount, firstEdge, edgeTo } = graph.columns;
  const held = new Uint8Array(nodeCount);
  const stack = new Uint32Array(nodeCount);
  let depth = 0;
  held[0] = 1;
  stack[depth++] = 0;
  while (depth > 0) {
    const v = stack[--depth];
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      const to = edgeTo[e];
      if (edges[e] === 0 || held[to] === 1 || isSecondary(v, e)) continue;
      held[to] = 1;
      stack[depth++] = to;
    }
  }
  return held;
}
