import { computeDominators, type DominatorTree } from '../analyzer/graph/dominators.ts';
import { retainingEdges } from '../analyzer/graph/edge-filter.ts';
import type { HeapGraph } from '../analyzer/graph/heap-graph.ts';
import { EdgeType, type NodeIndex } from '../analyzer/parse/snapshot-columns.ts';

/*
 * Chrome DevTools shows slightly different retained sizes than plain reachability gives, because it hides what the
 * debugger holds from the page's author. These functions follow its rules (`computeIsEssentialEdge`,
 * `markPageOwnedNodes` and `buildDominatorTreeAndCalculateRetainedSizes` in front_end/entrypoints/heap_snapshot_worker/
 * HeapSnapshot.ts of devtools-frontend), so that a reader finds the same figures here and there.
 */

/** As `retainingEdges`, less the edges into what the globals reach from what they do not reach. */
function devtoolsEdges(graph: HeapGraph): Uint8Array {
  const { firstEdge, edgeTo } = graph.columns;
  const owned = reachedByGlobals(graph);
  const edges = retainingEdges(graph);
  for (let node = 1; node < graph.nodeCount; node++) {
    if (owned[node] === 1) continue;
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (owned[edgeTo[edge]] === 1) edges[edge] = 0;
    }
  }
  return edges;
}

/** The dominator tree as DevTools builds it: what the root does not reach is hung below the root. */
export function dominatorsLikeDevTools(graph: HeapGraph): DominatorTree {
  const edges = devtoolsEdges(graph);
  return adoptUnreached(computeDominators(graph, edges, nodesHeldByNone(graph, edges)));
}

/** "Page objects": whatever the root's shortcut edges (the globals) reach over edges that are not weak. */
function reachedByGlobals(graph: HeapGraph): Uint8Array {
  const { firstEdge, edgeTo, edgeType } = graph.columns;
  const reached = new Uint8Array(graph.nodeCount);
  const stack = new Uint32Array(graph.nodeCount);
  let depth = 0;
  const visit = (node: NodeIndex) => {
    if (reached[node] === 1) return;
    reached[node] = 1;
    stack[depth++] = node;
  };
  for (let edge = firstEdge[0]; edge < firstEdge[1]; edge++) {
    if (edgeType[edge] === EdgeType.shortcut || isDocumentTree(graph, edge)) visit(edgeTo[edge]);
  }
  while (depth > 0) {
    const node = stack[--depth];
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (edgeType[edge] !== EdgeType.weak) visit(edgeTo[edge]);
    }
  }
  return reached;
}

function isDocumentTree(graph: HeapGraph, edge: number): boolean {
  return (
    graph.edgeType(edge) === EdgeType.element &&
    graph.rawName(graph.edgeTarget(edge)) === '(Document DOM trees)'
  );
}

function nodesHeldByNone(graph: HeapGraph, edges: Uint8Array): NodeIndex[] {
  const held = new Uint8Array(graph.nodeCount);
  for (let edge = 0; edge < graph.edgeCount; edge++) if (edges[edge] === 1) held[graph.edgeTarget(edge)] = 1;
  const nodes: NodeIndex[] = [];
  for (let node = 1; node < graph.nodeCount; node++) if (held[node] === 0) nodes.push(node);
  return nodes;
}

/** What remains are rings that hold only each other: each of their nodes becomes a child of the root. */
function adoptUnreached(tree: DominatorTree): DominatorTree {
  const { idom, number, reachable } = tree;
  if (reachable === idom.length) return tree;
  const order = new Uint32Array(idom.length);
  order.set(tree.order);
  let count = reachable;
  for (let node = 0; node < idom.length; node++) {
    if (idom[node] !== -1) continue;
    idom[node] = 0;
    number[node] = count;
    order[count++] = node;
  }
  return { idom, order, reachable: count, number };
}
