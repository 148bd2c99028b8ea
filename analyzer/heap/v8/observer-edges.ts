import type { HeapGraph } from '../../graph/heap-graph.ts';
import { type EdgeIndex, EdgeType, NodeType } from '../../parse/snapshot-columns.ts';

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
