import { get, put } from './column';

/*
 * The semi-NCA algorithm of analyzer/graph/semi-nca.ts over columns by depth-first number, in slices; see
 * depth-first.ts for why and for the lists of later predecessors.
 */

/** Finds the semidominators of the numbers from `from` down to above `to`; `semi` begins as the lowest predecessors. */
export function semidominators(
  from: u32,
  to: u32,
  semi: usize,
  ancestor: usize,
  label: usize,
  path: usize,
  lastLater: usize,
  later: usize,
): void {
  for (let w = from; w > to; w--) {
    let best = get(semi, w);
    let entry = get(lastLater, w);
    while (entry !== 0) {
      const listed = load<u64>(later + ((entry as usize) << 3));
      entry = (listed >> 32) as u32;
      // Climb to the last ancestor above w, then compress the path on the way back.
      let depth: u32 = 0;
      let x = listed as u32;
      let above = get(ancestor, x);
      while (above > w) {
        put(path, depth++, x);
        x = above;
        above = get(ancestor, x);
      }
      let least = get(label, x);
      let leastSemi = get(semi, least);
      while (depth > 0) {
        const y = get(path, --depth);
        const own = get(label, y);
        const ownSemi = get(semi, own);
        if (leastSemi < ownSemi) put(label, y, least);
        else {
          least = own;
          leastSemi = ownSemi;
        }
        put(ancestor, y, above);
      }
      if (leastSemi < best) best = leastSemi;
    }
    put(semi, w, best);
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

/** Fills a column with ascending numbers. */
export function countUp(count: u32, column: usize): void {
  for (let k: u32 = 0; k < count; k++) put(column, k, k);
}
