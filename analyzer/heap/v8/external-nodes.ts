import type { HeapGraph } from '../../graph/heap-graph.ts';
import { type NodeIndex, NodeType } from '../../parse/snapshot-columns.ts';

/** V8 draws what native code keeps for an object as a node of its own. */
export function externalNodes(graph: HeapGraph): (node: NodeIndex) => boolean {
  const { nodeType } = graph.columns;
  const strings = externalStrings(graph);
  return (node) => nodeType[node] === NodeType.native || strings.has(node);
}

/** Strings whose text native code keeps: V8 counts it as the string's own size, and lists them all below one root. */
function externalStrings({ columns, nodeCount, strings }: HeapGraph): Set<NodeIndex> {
  const { nodeType, nodeName, firstEdge, edgeTo } = columns;
  const list = strings.find('(External strings)');
  const found = new Set<NodeIndex>();
  for (let v = 0; v < nodeCount; v++) {
    if (nodeName[v] !== list || nodeType[v] !== NodeType.synthetic) continue;
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) found.add(edgeTo[e]);
  }
  return found;
}
