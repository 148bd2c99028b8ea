import type { HeapGraph } from '../graph/heap-graph.ts';
import { isString } from '../parse/node-kinds.ts';
import { EdgeType, NodeType, type StringIndex } from '../parse/snapshot-columns.ts';

/**
 * The index of the name of a field, or -1. That a string of the program says the same makes it no name: else an error would
 * tell what strings say.
 */
export function fieldNamed(graph: HeapGraph, name: string): StringIndex {
  const index = graph.strings.find(name);
  return index !== -1 && (namesEdge(graph, index) || namesInteger(graph, index) || isInShape(graph, index))
    ? index
    : -1;
}

function namesEdge({ columns: { edgeName, edgeType } }: HeapGraph, name: StringIndex): boolean {
  for (let edge = edgeName.indexOf(name); edge !== -1; edge = edgeName.indexOf(name, edge + 1)) {
    if (edgeType[edge] === EdgeType.property || edgeType[edge] === EdgeType.context) return true;
  }
  return false;
}

function namesInteger({ columns: { values } }: HeapGraph, name: StringIndex): boolean {
  if (values === undefined) return false;
  const { edgeName, edgeType } = values.integers;
  return edgeName.some((index, row) => index === name && edgeType[row] !== EdgeType.element);
}

/** A field that has held nothing but small integers has no edge, but V8's shape of its object has its name. */
function isInShape({ columns }: HeapGraph, name: StringIndex): boolean {
  const { nodeCount, nodeType, nodeName, firstEdge, edgeTo } = columns;
  for (let node = 0; node < nodeCount; node++) {
    if (nodeType[node] !== NodeType.objectShape) continue;
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const to = edgeTo[edge];
      if (nodeName[to] === name && isString(nodeType[to])) return true;
    }
  }
  return false;
}
