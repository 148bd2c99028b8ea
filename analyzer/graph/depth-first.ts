import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { HeapGraph } from './heap-graph.ts';

/** Nodes numbered in the order a depth-first walk from the root meets them, and what the walk saw on the way. */
export interface DepthFirstWalk {
  /** How many nodes were met. The root has number 0. */
  readonly reached: number;
  /** Node by number; length `reached`. */
  readonly order: Uint32Array;
  /** Number by node, -1 for those never met; length nodeCount. */
  readonly number: Int32Array;
  /** Number of the node from which each was met first; by number. */
  readonly parent: Int32Array;
  /** The smallest number among a node's predecessors; by number. */
  readonly lowest: Int32Array;
  /** Predecessors met after the node itself, as rows: those of number k are `later[firstLater[k] .. firstLater[k + 1] - 1]`. */
  readonly firstLater: Uint32Array;
  readonly later: Int32Array;
}

/**
 * Walks the marked edges without recursion, since lists in a heap are tens of thousands of nodes deep.
 * @param adopted nodes that count as children of the root even without an edge from it
 */
export function walkDepthFirst(
  graph: HeapGraph,
  edges: Uint8Array,
  adopted: Iterable<NodeIndex> = [],
): DepthFirstWalk {
  const { nodeCount } = graph;
  const { firstEdge, edgeTo } = graph.columns;
  const number = new Int32Array(nodeCount).fill(-1);
  const order = new Uint32Array(nodeCount);
  const parent = new Int32Array(nodeCount);
  const lowest = new Int32Array(nodeCount);
  const nextEdge = new Uint32Array(nodeCount);
  const firstLater = new Uint32Array(nodeCount + 1);
  let reached = 0;

  const walk = (start: NodeIndex) => {
    let node = start;
    let mine = reached++;
    const top = mine;
    order[mine] = start;
    number[start] = mine;
    let edge = firstEdge[start];
    for (;;) {
      const end = firstEdge[node + 1];
      let child = -1;
      while (edge < end) {
        const target = edgeTo[edge];
        if (edges[edge++] === 0) continue;
        const other = number[target];
        if (other === -1) {
          child = target;
          break;
        }
        if (other < mine) firstLater[other + 1]++;
        else if (mine < lowest[other]) lowest[other] = mine;
      }
      nextEdge[mine] = edge;
      if (child !== -1) {
        parent[reached] = mine;
        lowest[reached] = mine;
        mine = reached++;
        order[mine] = child;
        number[child] = mine;
        node = child;
        edge = firstEdge[child];
      } else {
        if (mine === top) return;
        mine = parent[mine];
        node = order[mine];
        edge = nextEdge[mine];
      }
    }
  };

  walk(0);
  for (const node of adopted) {
    if (number[node] === -1) walk(node);
    else lowest[number[node]] = 0;
  }
  const later = laterPredecessors(graph, edges, order, number, reached, firstLater, nextEdge);
  return { reached, order: order.subarray(0, reached), number, parent, lowest, firstLater, later };
}

/** Turns the counts in `firstLater[k + 1]` into row starts and fills the rows. `cursor` is overwritten. */
function laterPredecessors(
  graph: HeapGraph,
  edges: Uint8Array,
  order: Uint32Array,
  number: Int32Array,
  reached: number,
  firstLater: Uint32Array,
  cursor: Uint32Array,
): Int32Array {
  const { firstEdge, edgeTo } = graph.columns;
  for (let k = 0; k < reached; k++) {
    cursor[k] = firstLater[k];
    firstLater[k + 1] += firstLater[k];
  }
  const later = new Int32Array(firstLater[reached]);
  for (let k = 0; k < reached; k++) {
    const node = order[k];
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (edges[edge] === 0) continue;
      const target = number[edgeTo[edge]];
      if (target < k) later[cursor[target]++] = k;
    }
  }
  return later;
}
