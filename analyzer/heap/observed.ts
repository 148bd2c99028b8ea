import type { HeapGraph } from '../graph/heap-graph.ts';
import { type EdgeIndex, EdgeType, type NodeIndex } from '../parse/snapshot-columns.ts';

/**
 * Marks (1) what nothing but the edges of an observer keeps alive; undefined if there is none of it.
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
