import type { HeapGraph } from '../../graph/heap-graph.ts';
import { type EdgeIndex, EdgeType, NodeType } from '../../parse/snapshot-columns.ts';

/**
 * How V8 names the handles by which an inspector's client holds something: `14 / DevTools console` for what was logged or
 * evaluated, `15 / DevTools debugger` for scripts.
 */
const heldByObserver = /^\d+ \/ DevTools \S/;

/**
 * The edges by which an observer of the program holds what it sees: DevTools, a debugger, a probe. They end
 * when the observer leaves, and do not count.
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
