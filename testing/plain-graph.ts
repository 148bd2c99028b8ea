import { HeapGraph } from '../analyzer/graph/heap-graph.ts';
import { noLocations } from '../analyzer/parse/location-section.ts';
import { EdgeType, NodeType } from '../analyzer/parse/snapshot-columns.ts';
import type { StringTable } from '../analyzer/parse/string-table.ts';

const noStrings: StringTable = {
  pairNames: [],
  count: 1,
  get: () => '',
  span: () => 0,
  find: (text) => (text === '' ? 0 : -1),
  forEachWithPrefix: () => {},
  close: () => {},
};

/** A graph of nothing but arrows, for what looks at structure only. Node 0 is the root; every node has size 1. */
export function plainGraph(
  nodeCount: number,
  arrows: readonly (readonly [from: number, to: number])[],
): HeapGraph {
  const sorted = [...arrows].sort(([a], [b]) => a - b);
  const firstEdge = new Uint32Array(nodeCount + 1);
  for (const [from] of sorted) firstEdge[from + 1]!++;
  for (let node = 0; node < nodeCount; node++) firstEdge[node + 1]! += firstEdge[node]!;
  return new HeapGraph({
    engine: 'v8',
    nodeCount,
    edgeCount: sorted.length,
    nodeType: new Uint8Array(nodeCount).fill(NodeType.object),
    nodeName: new Uint32Array(nodeCount),
    nodeId: Uint32Array.from({ length: nodeCount }, (_, node) => 2 * node + 1),
    selfSize: new Uint32Array(nodeCount).fill(1),
    largeSizes: new Map(),
    firstEdge,
    edgeType: new Uint8Array(sorted.length).fill(EdgeType.element),
    edgeName: new Uint32Array(sorted.length),
    edgeTo: Uint32Array.from(sorted, ([, to]) => to),
    strings: noStrings,
    locations: noLocations,
  });
}

/** Every edge counts. */
export function allEdges(graph: HeapGraph): Uint8Array {
  return new Uint8Array(graph.edgeCount).fill(1);
}
