import { type ColumnMemory, orElse } from '../parse/column-memory.ts';
import { eachSlice, graphKernels, startsOfRows } from './graph-kernels.ts';
import type { HeapGraph } from './heap-graph.ts';

/** The graph backwards: node v is held by `from[r]` over `edge[r]` for r in `first[v] .. first[v + 1] - 1`. */
export interface Retainers {
  readonly first: Uint32Array;
  readonly from: Uint32Array;
  readonly edge: Uint32Array;
}

/** @param edges 1 for each edge that counts; length edgeCount */
export function buildRetainers(graph: HeapGraph, edges: Uint8Array): Retainers {
  const { memory } = graph.columns;
  if (memory?.holds(edges) !== true) return buildPlainly(graph, edges);
  return orElse(
    () => buildInKernels(graph, edges, memory),
    () => buildPlainly(graph, edges),
  );
}

function buildInKernels(graph: HeapGraph, edges: Uint8Array, memory: ColumnMemory): Retainers {
  const { nodeCount, edgeCount } = graph;
  const { firstEdge, edgeTo } = graph.columns;
  const kernels = graphKernels(memory);
  const marks = edges.byteOffset;
  const first = memory.uint32(nodeCount + 1);
  const places = first.subarray(1).byteOffset;
  eachSlice(0, edgeCount, (from, to) => kernels.countRetainers(from, to, edgeTo.byteOffset, marks, places));
  const rows = startsOfRows(kernels, nodeCount, places);
  const from = memory.untouched32(rows);
  const edge = memory.untouched32(rows);
  const [ofNode, to, sources, by] = [firstEdge, edgeTo, from, edge].map(({ byteOffset }) => byteOffset);
  eachSlice(0, nodeCount, (begin, end) =>
    kernels.fillRetainers(begin, end, ofNode, to, marks, places, sources, by),
  );
  return { first, from, edge };
}

export function buildPlainly(graph: HeapGraph, edges: Uint8Array): Retainers {
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
