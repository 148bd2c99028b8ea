import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { type DepthFirstWalk, walkDepthFirst } from './depth-first.ts';
import type { DominatorTree } from './dominator-tree.ts';
import type { HeapGraph } from './heap-graph.ts';

/**
 * The dominator tree by the semi-NCA algorithm: L. Georgiadis, R. E. Tarjan, R. F. Werneck, "Finding Dominators in
 * Practice", Journal of Graph Algorithms and Applications 10 (2006). The kernels do the same; this is what they are
 * tested against, and the way for graphs that are too large for them. Takes what `computeDominators` takes.
 */
export function computePlainly(
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
