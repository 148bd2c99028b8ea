/*
 * A depth-first walk in slices. V8 runs a function in quick-to-make code until a later call can have the optimized
 * one, so a walk in one call would run slowly to its end.
 */

import { get, put } from './column';

/** Nodes met so far; a new one gets this number. */
export let reached: u32 = 0;
/** Entries in the list of later predecessors so far. */
export let listed: u32 = 0;

let node: u32 = 0;
let mine: u32 = 0;
let edge: u32 = 0;
/** How many nodes are above `node` on the way from the start. */
let depth: u32 = 0;

const unmet: u32 = 0xffffffff;
/** Set in an entry of the list that is the number of a predecessor; those of its successors follow. */
const isPredecessor: u32 = 0x80000000;

/** Begins anew, with no node met. */
export function forgetWalk(): void {
  reached = 0;
  listed = 0;
}

/** Stands on a node that was not met, as the root of all that it will reach. */
export function startWalk(start: u32, firstEdge: usize, number: usize, order: usize): void {
  node = start;
  mine = reached++;
  depth = 0;
  put(order, mine, start);
  put(number, start, mine);
  edge = get(firstEdge, start);
}

/**
 * Goes on with the walk for `edges` edges. Columns are as in DepthFirstWalk of analyzer/graph/depth-first.ts, except
 * @param path room for the next edge of each node on the way from the start
 * @param laterCount by number, how many predecessors were met after the node itself
 * @param list those edges as they were met; takes two entries for each of `edges`
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
  path: usize,
  laterCount: usize,
  list: usize,
): u32 {
  let v = node;
  let k = mine;
  let e = edge;
  let above = depth;
  let met = reached;
  let entry = listed;
  let latest = unmet;
  let end = get(firstEdge, v + 1);
  let left = edges;
  let done: u32 = 0;
  for (;;) {
    let child = unmet;
    while (e < end && left > 0) {
      left--;
      const marked = load<u8>(marks + e);
      const target = get(edgeTo, e++);
      if (marked === 0) continue;
      const other = get(number, target);
      if (other === unmet) {
        child = target;
        break;
      }
      if (other < k) {
        if (latest !== k) put(list, entry++, k | isPredecessor);
        latest = k;
        put(list, entry++, other);
        put(laterCount, other, get(laterCount, other) + 1);
      } else if (k < get(lowest, other)) put(lowest, other, k);
    }
    if (child !== unmet) {
      put(path, above++, e);
      put(parent, met, k);
      put(lowest, met, k);
      k = met++;
      put(order, k, child);
      put(number, child, k);
      v = child;
      e = get(firstEdge, child);
      end = get(firstEdge, child + 1);
    } else if (e < end) {
      break;
    } else if (above === 0) {
      done = 1;
      break;
    } else {
      k = get(parent, k);
      v = get(order, k);
      e = get(path, --above);
      end = get(firstEdge, v + 1);
    }
  }
  node = v;
  mine = k;
  edge = e;
  depth = above;
  reached = met;
  listed = entry;
  return done;
}

let predecessor: u32 = 0;

/** Turns counts into the start of each row, for the numbers from `from` to below `to`; returns the end of the last. */
export function countsToStarts(from: u32, to: u32, start: u32, column: usize): u32 {
  let sum = start;
  for (let k = from; k < to; k++) {
    const count = get(column, k);
    put(column, k, sum);
    sum += count;
  }
  return sum;
}

/** Sorts entries `from` to below `to` of the list into rows; in the end `places` has the end of each row. */
export function listToRows(from: u32, to: u32, list: usize, places: usize, rows: usize): void {
  let k = predecessor;
  for (let at = from; at < to; at++) {
    const entry = get(list, at);
    if ((entry & isPredecessor) !== 0) k = entry ^ isPredecessor;
    else {
      const place = get(places, entry);
      put(places, entry, place + 1);
      put(rows, place, k);
    }
  }
  predecessor = k;
}
