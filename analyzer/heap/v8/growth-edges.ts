import { retainingEdges } from '../../graph/edge-filter.ts';
import type { HeapGraph } from '../../graph/heap-graph.ts';
import { isCode } from '../../parse/node-kinds.ts';
import { type EdgeIndex, EdgeType, type NodeIndex, NodeType } from '../../parse/snapshot-columns.ts';

/** Roots that hold things for a moment only: what runs, and what the compiler remembers. */
const momentaryRoots = /^\((Stack roots|Handle scope|Relocatable|Compilation cache)\)$/;
/** Lists that are weak in truth: through them V8 finds strings to be freed, and strings that are equal. */
const weakLists = /^\((External strings|Internalized strings)\)$/;

/**
 * The edges that count for growth in a heap of V8, a byte each: its retaining edges, without those of an observer of
 * the program, and without the secondary ones whose target is also held otherwise. Secondary edges make an object's dominator
 * jump between captures although the program did nothing.
 */
export function growthEdges(graph: HeapGraph, ofObserver: readonly EdgeIndex[]): Uint8Array {
  const edges = retainingEdges(graph);
  for (const edge of ofObserver) edges[edge] = 0;
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
  return edges;
}

/**
 * Secondary are: what the stack and handle scopes hold; what code holds of data; the root's shortcuts; and
 * `native_to_javascript` edges of wrappers, which look strong but follow their wrapper's own life, except from a
 * native node that is itself a root (a socket, a timer, a child process).
 */
function secondaryEdges(graph: HeapGraph): (from: NodeIndex, edge: EdgeIndex) => boolean {
  const { nodeType, firstEdge, edgeTo, edgeType, edgeName, strings } = graph.columns;
  const nativeToJavaScript = strings.find('native_to_javascript');
  const isMomentaryRoot = rootsNamed(graph, momentaryRoots);
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
  const isWeakList = rootsNamed(graph, weakLists);
  const held = new Uint8Array(nodeCount);
  const lists: NodeIndex[] = [];
  for (let v = 0; v < nodeCount; v++) {
    if (isWeakList[v] === 1) lists.push(v);
    else for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) if (edges[e] === 1) held[edgeTo[e]] = 1;
  }
  for (const list of lists) {
    for (let e = firstEdge[list]; e < firstEdge[list + 1]; e++) if (held[edgeTo[e]] === 1) edges[e] = 0;
  }
}

function rootsNamed(graph: HeapGraph, name: RegExp): Uint8Array {
  const { nodeCount, nodeType, nodeName, strings } = graph.columns;
  const marks = new Uint8Array(nodeCount);
  for (let v = 0; v < nodeCount; v++) {
    if (nodeType[v] === NodeType.synthetic && name.test(strings.get(nodeName[v]))) marks[v] = 1;
  }
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
