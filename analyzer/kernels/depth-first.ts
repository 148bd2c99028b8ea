/*
 * A depth-first walk in slices. V8 runs a function in quick-to-make code until a later call can have the optimized
 * one, so a walk in one call would run slowly to its end.
 */

import { get, put } from './column';

/** Nodes met so far; a new one gets this number. */
export let reached: u32 = 0;

let node: u32 = 0;
let mine: u32 = 0;
let edge: u32 = 0;
let top: u32 = 0;

const unmet: u32 = 0xffffffff;

/** Begins anew, with no node met. */
export function forgetWalk(): void {
  reached = 0;
}

/** Stands on a node that was not met, as the root of all that it will reach. */
export function startWalk(start: u32, firstEdge: usize, number: usize, order: usize): void {
  node = start;
  mine = reached++;
  top = mine;
  put(order, mine, start);
  put(number, start, mine);
  edge = get(firstEdge, start);
}

/**
 * Goes on with the walk for about `edges` edges. Columns are as in DepthFirstWalk of analyzer/graph/depth-first.ts.
 * @param later receives, by number + 1, how many predecessors were met after the node itself
 * @returns 1 when everything that the start reaches was met
 */
export function walkOn(
  edges: u32,
  firstEdge: usize,
  edgeTo: usize,
  marks: usize,
  number: usize,
  order: usize,
  parent: usize,
  lowest: usize,
  nextEdge: usize,
  later: usize,
): u32 {
  let v = node;
  let k = mine;
  let e = edge;
  let met = reached;
  let left = edges as i32;
  while (left > 0) {
    const end = get(firstEdge, v + 1);
    left -= (end - e + 1) as i32;
    let child = unmet;
    while (e < end) {
      if (load<u8>(marks + e++) === 0) continue;
      const target = get(edgeTo, e - 1);
      const other = get(number, target);
      if (other === unmet) {
        child = target;
        break;
      }
      if (other < k) put(later, other + 1, get(later, other + 1) + 1);
      else if (k < get(lowest, other)) put(lowest, other, k);
    }
    put(nextEdge, k, e);
    if (child !== unmet) {
      put(parent, met, k);
      put(lowest, met, k);
      k = met++;
      put(order, k, child);
      put(number, child, k);
      v = child;
      e = get(firstEdge, child);
    } else {
      if (k === top) {
        reached = met;
        return 1;
      }
      k = get(parent, k);
      v = get(order, k);
      e = get(nextEdge, k);
    }
  }
  node = v;
  mine = k;
  edge = e;
  reached = met;
  return 0;
}

/** Turns counts into row starts, for numbers from `from` to `to`; `first[0]` is 0. */
export function sumRows(from: u32, to: u32, first: usize): void {
  for (let k = from; k < to; k++) put(first, k + 1, get(first, k + 1) + get(first, k));
}

/** Fills the rows of later predecessors with what the nodes numbered `from` to `to` point at. */
export function fillRows(
  from: u32,
  to: u32,
  firstEdge: usize,
  edgeTo: usize,
  marks: usize,
  number: usize,
  order: usize,
  cursor: usize,
  later: usize,
): void {
  for (let k = from; k < to; k++) {
    const v = get(order, k);
    const end = get(firstEdge, v + 1);
    for (let e = get(firstEdge, v); e < end; e++) {
      if (load<u8>(marks + e) === 0) continue;
      const target = get(number, get(edgeTo, e));
      if (target >= k) continue;
      const row = get(cursor, target);
      put(later, row, k);
      put(cursor, target, row + 1);
    }
  }
}
