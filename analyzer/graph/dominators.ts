import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { type DepthFirstWalk, walkDepthFirst } from './depth-first.ts';
import type { HeapGraph } from './heap-graph.ts';

/** Who keeps whom alive alone: a node's immediate dominator is the last node that every path to it from the root runs through. */
export interface DominatorTree {
  /** Immediate dominator by node; -1 where the root does not reach it; the root's is 0. */
  readonly idom: Int32Array;
  /** The reachable nodes in depth-first preorder: a node's dominator always stands before it. */
  readonly order: Uint32Array;
  readonly reachable: number;
  /** Place in `order` by node, -1 where not reachable. */
  readonly number: Int32Array;
}

/**
 * The dominator tree of the graph made of the marked edges, by the semi-NCA algorithm: L. Georgiadis, R. E. Tarjan,
 * R. F. Werneck, "Finding Dominators in Practice", Journal of Graph Algorithms and Applications 10 (2006).
 * @param edges 1 for each edge that counts; length edgeCount
 * @param adopted nodes that count as children of the root even without an edge from it
 */
export function computeDominators(
  graph: HeapGraph,
  edges: Uint8Array,
  adopted?: Iterable<NodeIndex>,
): DominatorTree {
  const walk = walkDepthFirst(graph, edges, adopted);
  const { reached, order, number } = walk;
  const dominator = nearestCommonAncestors(walk, semidominators(walk));
  const idom = new Int32Array(graph.nodeCount).fill(-1);
  for (let k = 0; k < reached; k++) idom[order[k]] = order[dominator[k]];
  return { idom, order, reachable: reached, number };
}

/** By number. A predecessor met earlier counts by its own number; one met later by the best label above it. */
function semidominators({ reached, parent, lowest, firstLater, later }: DepthFirstWalk): Int32Array {
  // A vertex's entry is final once all larger ones are done, and only those are read, so `lowest` is overwritten.
  const semi = lowest;
  const ancestor = parent.slice(0, reached);
  const label = new Int32Array(reached);
  for (let k = 0; k < reached; k++) label[k] = k;
  const path = new Int32Array(reached);
  for (let w = reached - 1; w > 0; w--) {
    let best = semi[w];
    for (let row = firstLater[w]; row < firstLater[w + 1]; row++) {
      // Climb to the last ancestor above w, then compress the path on the way back.
      let depth = 0;
      let x = later[row];
      let above = ancestor[x];
      while (above > w) {
        path[depth++] = x;
        x = above;
        above = ancestor[x];
      }
      let least = label[x];
      let leastSemi = semi[least];
      while (depth > 0) {
        const y = path[--depth];
        const own = label[y];
        const ownSemi = semi[own];
        if (leastSemi < ownSemi) label[y] = least;
        else {
          least = own;
          leastSemi = ownSemi;
        }
        ancestor[y] = above;
      }
      if (leastSemi < best) best = leastSemi;
    }
    semi[w] = best;
  }
  return semi;
}

/** The dominator of w is the deepest node above w in the tree so far that is not below its semidominator. */
function nearestCommonAncestors({ reached, parent }: DepthFirstWalk, semi: Int32Array): Int32Array {
  const dominator = parent;
  for (let w = 1; w < reached; w++) {
    let candidate = dominator[w];
    while (candidate > semi[w]) candidate = dominator[candidate];
    dominator[w] = candidate;
  }
  return dominator;
}

/** What each node immediately dominates: `children[first[node] .. first[node + 1] - 1]`, in preorder. */
export interface DominatedChildren {
  readonly first: Uint32Array;
  readonly children: Uint32Array;
}

export function dominatedChildren({ idom, order, reachable }: DominatorTree): DominatedChildren {
  const first = new Uint32Array(idom.length + 1);
  for (let k = 1; k < reachable; k++) first[idom[order[k]] + 1]++;
  for (let node = 0; node < idom.length; node++) first[node + 1] += first[node];
  const cursor = first.slice(0, idom.length);
  const children = new Uint32Array(Math.max(0, reachable - 1));
  for (let k = 1; k < reachable; k++) children[cursor[idom[order[k]]]++] = order[k];
  return { first, children };
}
