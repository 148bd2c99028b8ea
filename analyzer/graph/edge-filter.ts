import { EdgeType } from '../parse/snapshot-columns.ts';
import { Ephemerons } from './ephemerons.ts';
import type { HeapGraph } from './heap-graph.ts';

/**
 * Marks with 1 the edges that keep their target alive; length edgeCount. Not marked are
 * - weak edges and edges to oneself;
 * - shortcut edges, which only repeat a path that is there anyway, except from the root, where they name the globals;
 * - the edge from a WeakMap's table to a value, of the two that hold it: the one from the key says more.
 */
export function retainingEdges(graph: HeapGraph): Uint8Array {
  const { firstEdge, edgeType, edgeName, edgeTo, nodeId, memory } = graph.columns;
  const ephemerons = new Ephemerons(graph.strings);
  const { isPair } = ephemerons;
  const retains = memory?.uint8(graph.edgeCount) ?? new Uint8Array(graph.edgeCount);
  for (let node = 0; node < graph.nodeCount; node++) {
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      const type = edgeType[edge];
      if (type === EdgeType.weak || edgeTo[edge] === node) continue;
      if (type === EdgeType.shortcut && node !== 0) continue;
      if (type === EdgeType.internal && isPair[edgeName[edge]] === 1) {
        if (ephemerons.tableId(edgeName[edge]) === nodeId[node]) continue;
      }
      retains[edge] = 1;
    }
  }
  return retains;
}
