import { EdgeType, type NodeIndex } from '../parse/snapshot-columns.ts';
import type { HeapGraph } from './heap-graph.ts';

/** What answers for nodes and edges one at a time: a whole graph, or a capture of which little is read. */
export type NodesAndEdges = Pick<
  HeapGraph,
  | 'type'
  | 'id'
  | 'rawName'
  | 'selfSize'
  | 'firstEdge'
  | 'endEdge'
  | 'edgeType'
  | 'edgeTarget'
  | 'edgeNameOrIndex'
>;

/** What a node's internal edge of this name leads to: the table of a Map, the property store of an object. */
export function internalTarget(graph: NodesAndEdges, from: NodeIndex, name: string): NodeIndex | undefined {
  for (let e = graph.firstEdge(from); e < graph.endEdge(from); e++) {
    if (graph.edgeType(e) === EdgeType.internal && graph.edgeNameOrIndex(e) === name)
      return graph.edgeTarget(e);
  }
  return undefined;
}
