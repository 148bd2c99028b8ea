/*
 * A depth-first walk in slices. V8 runs a function in quick-to-make code until a later call can have the optimized
 * one, so a walk in one call would run slowly to its end.
 */

import { get, put } from './column';

/** Nodes met so far; a new one gets this number. */
export let reached: u32 = 0;
/** Later predecessors listed so far, plus one: entry 0 stands for the end of a list. */
export let laterEntries: u32 = 1;

let node: u32 = 0;
let mine: u32 = 0;
let edge: u32 = 0;
/** How many nodes are above `node` on the way from the start. */
let depth: u32 = 0;

const unmet: u32 = 0xffffffff;

/** Begins anew, with no node met. */
export function forgetWalk(): void {
  reached = 0;
  laterEntries = 1;
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
 * @param lastLater by number, the latest entry in the list of predecessors that were met after the node itself
 * @param later entries of two: such a predecessor, and the entry before. Takes `edges` entries at most
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
  lastLater: usize,
  later: usize,
): u32 {
  let v = node;
  let k = mine;
  let e = edge;
  let above = depth;
  let met = reached;
  let entry = laterEntries;
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
        store<u64>(later + ((entry as usize) << 3), (k as u64) | ((get(lastLater, other) as u64) << 32));
        put(lastLater, other, entry++);
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
  laterEntries = entry;
  return done;
}
