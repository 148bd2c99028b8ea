import { get, put } from './column';

/*
 * The semi-NCA algorithm of analyzer/graph/semi-nca.ts over columns by depth-first number, in slices; see
 * depth-first.ts for why.
 */

/**
 * Finds the semidominators of the numbers from `from` down to above `to`.
 * @param semi begins as the lowest predecessors
 * @param least takes the smallest semidominator between a number and its ancestor
 * @param rows later predecessors, those of a number from the end of the row before to its own in `rowEnds`
 */
export function semidominators(
  from: u32,
  to: u32,
  semi: usize,
  ancestor: usize,
  least: usize,
  path: usize,
  rowEnds: usize,
  rows: usize,
): void {
  for (let w = from; w > to; w--) {
    let best = get(semi, w);
    const end = get(rowEnds, w);
    for (let row = get(rowEnds, w - 1); row < end; row++) {
      // Climb to the last ancestor above w, then compress the path on the way back.
      let depth: u32 = 0;
      let x = get(rows, row);
      let above = get(ancestor, x);
      while (above > w) {
        put(path, depth++, x);
        x = above;
        above = get(ancestor, x);
      }
      let smallest = get(least, x);
      while (depth > 0) {
        const y = get(path, --depth);
        smallest = min(smallest, get(least, y));
        put(least, y, smallest);
        put(ancestor, y, above);
      }
      best = min(best, smallest);
    }
    put(semi, w, best);
    put(least, w, best);
  }
}

/** Turns the parents of the numbers from `from` to below `to` into their dominators. */
export function nearestCommonAncestors(from: u32, to: u32, semi: usize, dominator: usize): void {
  for (let w = from; w < to; w++) {
    const limit = get(semi, w);
    let candidate = get(dominator, w);
    while (candidate > limit) candidate = get(dominator, candidate);
    put(dominator, w, candidate);
  }
}

/** Translates dominators from numbers to nodes, for the numbers from `from` to below `to`. */
export function toNodes(from: u32, to: u32, dominator: usize, order: usize, idom: usize): void {
  for (let k = from; k < to; k++) put(idom, get(order, k), get(order, get(dominator, k)));
}
