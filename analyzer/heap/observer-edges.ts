import type { HeapGraph } from '../graph/heap-graph.ts';
import { type EdgeIndex, EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';

/**
 * How V8 names the handles by which an inspector's client holds something: `14 / DevTools console` for what was logged or
 * evaluated, `15 / DevTools debugger` for scripts.
 */
const heldByObserver = /^\d+ \/ DevTools \S/;

/**
 * The edges by which somebody who looks at the program holds what he sees: DevTools, a debugger, a probe. It goes when he
 * leaves, and is no part of the picture.
 */
export function observerEdges({ columns, nodeCount, strings }: HeapGraph): EdgeIndex[] {
  if (columns.engine !== 'v8') return [];
  const { nodeType, firstEdge, edgeType, edgeName } = columns;
  const found: EdgeIndex[] = [];
  for (let v = 1; v < nodeCount; v++) {
    if (nodeType[v] !== NodeType.synthetic) continue;
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      if (edgeType[e] === EdgeType.internal && heldByObserver.test(strings.get(edgeName[e]))) found.push(e);
    }
  }
  return found;
}

/**
 * Marks (1) what nothing but the edges of an observer keeps alive; undefined where there is none of it.
 * @param isReachable without these edges
 */
export function heldByObserverAlone(
  { columns, nodeCount }: HeapGraph,
  edges: readonly EdgeIndex[],
  isReachable: (node: NodeIndex) => boolean,
): Uint8Array | undefined {
  const { firstEdge, edgeTo, edgeType } = columns;
  const marks = new Uint8Array(nodeCount);
  const open: NodeIndex[] = [];
  const reach = (edge: EdgeIndex) => {
    const node = edgeTo[edge];
    if (edgeType[edge] === EdgeType.weak || marks[node] === 1 || isReachable(node)) return;
    marks[node] = 1;
    open.push(node);
  };
  edges.forEach(reach);
  if (open.length === 0) return undefined;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (let e = firstEdge[node]; e < firstEdge[node + 1]; e++) reach(e);
  }
  return marks;
}
