import { retainingEdges } from '../../graph/edge-filter.ts';
import type { HeapGraph } from '../../graph/heap-graph.ts';
import { isCode } from '../../parse/node-kinds.ts';
import { type EdgeIndex, type NodeIndex, NodeType } from '../../parse/snapshot-columns.ts';

/** Native code holds these for good: running timers, child processes, servers. */
const handles = 'StrongRootBlock';
/** What the inspector itself remembers goes with it. */
const observer = /^InjectedScript/;

/**
 * The edges that count for growth in a heap of JavaScriptCore, a byte each. It does not say why a root holds
 * something: what is on the stack, what a WeakMap keeps, code, and objects of native code all look alike, and most of
 * it is held by the program as well. So an edge of a root counts only if its target is not reached otherwise: from
 * the global object and the handles of native code, or from something older that only a root holds. As in V8, what code
 * holds of data counts only if nothing else does.
 */
export function growthEdges(graph: HeapGraph): Uint8Array {
  const roots = new Roots(graph);
  const edges = retainingEdges(graph);
  dropSelfAndInspectorEdges(graph, edges);
  const reach = new Reach(graph, edges);
  reach.from(0, (edge) => roots.isRootOrGlobal(graph.edgeTarget(edge)));
  dropRedundantRootEdges(graph, edges, reach, roots);
  dropHeldByCode(graph, edges, reach);
  return edges;
}

class Roots {
  private readonly graph: HeapGraph;
  private readonly global: number;
  private readonly handles: number;

  constructor(graph: HeapGraph) {
    this.graph = graph;
    this.global = graph.strings.find('global');
    this.handles = graph.strings.find(handles);
  }

  isRoot(v: NodeIndex): boolean {
    return this.graph.type(v) === NodeType.synthetic;
  }

  /** What a root is known to hold for a reason. */
  isRootOrGlobal(v: NodeIndex): boolean {
    return this.isRoot(v) || this.graph.nameIndex(v) === this.global;
  }

  /** True for roots of which every edge has a reason. */
  hasReasons(v: NodeIndex): boolean {
    return this.graph.nameIndex(v) === this.handles;
  }
}

function dropSelfAndInspectorEdges(graph: HeapGraph, edges: Uint8Array): void {
  const { nodeCount, firstEdge, edgeTo } = graph.columns;
  for (let v = 0; v < nodeCount; v++) {
    const isObserver = graph.type(v) === NodeType.code && observer.test(graph.rawName(v));
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++)
      if (isObserver || edgeTo[e] === v || edgeTo[e] === 0) edges[e] = 0;
  }
}

/** Goes through what only roots hold, and drops the edges to what is reached already. */
function dropRedundantRootEdges(graph: HeapGraph, edges: Uint8Array, reach: Reach, roots: Roots): void {
  for (const edge of inOrderOfAge(graph, edgesOfRoots(graph, edges, roots))) {
    const to = graph.edgeTarget(edge);
    if (reach.reached[to] === 1) edges[edge] = 0;
    else reach.from(to);
  }
}

function edgesOfRoots(graph: HeapGraph, edges: Uint8Array, roots: Roots): EdgeIndex[] {
  const found: EdgeIndex[] = [];
  for (let v = 0; v < graph.nodeCount; v++) {
    if (!roots.isRoot(v) || roots.hasReasons(v)) continue;
    for (let e = graph.firstEdge(v); e < graph.endEdge(v); e++)
      if (edges[e] === 1 && !roots.isRootOrGlobal(graph.edgeTarget(e))) found.push(e);
  }
  return found;
}

/** The older one holds the younger, an object rather the functions that are given to it, and code comes last. */
function inOrderOfAge(graph: HeapGraph, edges: readonly EdgeIndex[]): EdgeIndex[] {
  const rank = (edge: EdgeIndex): number => {
    const v = graph.edgeTarget(edge);
    if (isCode(graph.type(v))) return 2;
    return graph.type(v) === NodeType.closure ? 1 : 0;
  };
  const age = (edge: EdgeIndex) => graph.id(graph.edgeTarget(edge));
  return edges.toSorted((a, b) => rank(a) - rank(b) || age(a) - age(b));
}

function dropHeldByCode(graph: HeapGraph, edges: Uint8Array, { reached }: Reach): void {
  const { nodeCount, firstEdge, edgeTo } = graph.columns;
  for (let v = 0; v < nodeCount; v++) {
    if (!isCode(graph.type(v))) continue;
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++)
      if (reached[edgeTo[e]] === 1 && !isCode(graph.type(edgeTo[e]))) edges[e] = 0;
  }
}

/** What can be reached over counting edges, without those from code to data. It only ever grows. */
class Reach {
  readonly reached: Uint8Array;
  private readonly graph: HeapGraph;
  private readonly edges: Uint8Array;
  private readonly stack: Uint32Array;

  constructor(graph: HeapGraph, edges: Uint8Array) {
    this.graph = graph;
    this.edges = edges;
    this.reached = new Uint8Array(graph.nodeCount);
    this.stack = new Uint32Array(graph.nodeCount);
  }

  /** @param leavesRoot which edges of roots are followed; default: all */
  from(start: NodeIndex, leavesRoot: (edge: EdgeIndex) => boolean = () => true): void {
    const { graph, edges, reached, stack } = this;
    const { firstEdge, edgeTo } = graph.columns;
    let depth = 0;
    reached[start] = 1;
    stack[depth++] = start;
    while (depth > 0) {
      const v = stack[--depth];
      const isRoot = graph.type(v) === NodeType.synthetic && graph.rawName(v) !== handles;
      const fromCode = isCode(graph.type(v));
      for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
        const to = edgeTo[e];
        if (edges[e] === 0 || reached[to] === 1) continue;
        if ((fromCode && !isCode(graph.type(to))) || (isRoot && !leavesRoot(e))) continue;
        reached[to] = 1;
        stack[depth++] = to;
      }
    }
  }
}
