import type { HeapGraph } from './heap-graph.ts';

/** Steps from the root over the marked edges, by node; the root has 0, what it does not reach -1. */
export function distances(graph: HeapGraph, edges: Uint8Array): Int32Array {
  const { firstEdge, edgeTo } = graph.columns;
  const distance = new Int32Array(graph.nodeCount).fill(-1);
  const queue = new Uint32Array(graph.nodeCount);
  distance[0] = 0;
  for (let head = 0, tail = 1; head < tail; head++) {
    const node = queue[head];
    const next = distance[node] + 1;
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const target = edgeTo[edge];
      if (edges[edge] === 0 || distance[target] !== -1) continue;
      distance[target] = next;
      queue[tail++] = target;
    }
  }
  return distance;
}
