import type { HeapGraph } from './heap-graph.ts';

/** The graph backwards: node v is held by `from[r]` over `edge[r]` for r in `first[v] .. first[v + 1] - 1`. */
export interface Retainers {
  readonly first: Uint32Array;
  readonly from: Uint32Array;
  readonly edge: Uint32Array;
}

/** @param edges 1 for each edge that counts; length edgeCount */
export function buildRetainers(graph: HeapGraph, edges: Uint8Array): Retainers {
  const { nodeCount, edgeCount } = graph;
  const { firstEdge, edgeTo } = graph.columns;
  const first = new Uint32Array(nodeCount + 1);
  for (let edge = 0; edge < edgeCount; edge++) first[edgeTo[edge] + 1] += edges[edge];
  for (let node = 0; node < nodeCount; node++) first[node + 1] += first[node];
  const cursor = first.slice(0, nodeCount);
  const from = new Uint32Array(first[nodeCount]);
  const edgeOf = new Uint32Array(first[nodeCount]);
  for (let node = 0; node < nodeCount; node++) {
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (edges[edge] === 0) continue;
      const row = cursor[edgeTo[edge]]++;
      from[row] = node;
      edgeOf[row] = edge;
    }
  }
  return { first, from, edge: edgeOf };
}
