import { get, put } from './column';

/*
 * The edges that count for growth, as analyzer/heap/v8/growth-edges.ts tells them apart, in slices; see depth-first.ts
 * for why.
 */

/** What is known of a node, a bit each: the same as in analyzer/heap/v8/growth-kernels.ts. */
const isMomentary: u8 = 1;
const isCode: u8 = 2;
const isRootChild: u8 = 4;
const isWeakList: u8 = 8;
const isInWeakList: u8 = 16;
const isHeldBesides: u8 = 32;
const isReached: u8 = 64;

/** In `marks`: an edge that counts only if its target is not held otherwise. */
const secondary: u8 = 2;

/**
 * Takes the mark from edges to the root, and marks secondary ones as such. Notes which nodes of weak lists are held by
 * anything else.
 * @param internal our number of the type of internal edges
 * @param shortcut our number of the type of shortcuts
 * @param toJavaScript the name of edges from a wrapper to its object
 * @param list receives the secondary edges
 * @returns how many these are
 */
export function splitEdges(
  fromNode: u32,
  toNode: u32,
  firstEdge: usize,
  edgeTo: usize,
  edgeType: usize,
  edgeName: usize,
  internal: u8,
  shortcut: u8,
  toJavaScript: u32,
  nodes: usize,
  marks: usize,
  list: usize,
): u32 {
  let count: u32 = 0;
  let edge = get(firstEdge, fromNode);
  for (let node = fromNode; node < toNode; node++) {
    const end = get(firstEdge, node + 1);
    const known = load<u8>(nodes + node);
    const mayBeWrapper = (known & isRootChild) === 0;
    for (; edge < end; edge++) {
      if (load<u8>(marks + edge) === 0) continue;
      const target = get(edgeTo, edge);
      if (target === 0) {
        store<u8>(marks + edge, 0);
        continue;
      }
      const notesOfTarget = load<u8>(nodes + target);
      if ((notesOfTarget & isInWeakList) !== 0 && (known & isWeakList) === 0)
        store<u8>(nodes + target, notesOfTarget | isHeldBesides);
      const type = load<u8>(edgeType + edge);
      if (
        (known & isMomentary) !== 0 ||
        type === shortcut ||
        ((known & isCode) !== 0 && (notesOfTarget & isCode) === 0) ||
        (mayBeWrapper && type === internal && get(edgeName, edge) === toJavaScript)
      ) {
        store<u8>(marks + edge, secondary);
        put(list, count++, edge);
      }
    }
  }
  return count;
}

let depth: u32 = 0;

/** Stands on the root, from which `reachOn` begins. */
export function startReach(nodes: usize, stack: usize): void {
  store<u8>(nodes, load<u8>(nodes) | isReached);
  put(stack, 0, 0);
  depth = 1;
}

/**
 * Notes what is reached over primary edges, for so many nodes.
 * @param stack room for all nodes
 * @returns 1 when all of it is
 */
export function reachOn(
  most: u32,
  firstEdge: usize,
  edgeTo: usize,
  marks: usize,
  nodes: usize,
  stack: usize,
): u32 {
  let above = depth;
  for (let left = most; left > 0 && above > 0; left--) {
    const node = get(stack, --above);
    const end = get(firstEdge, node + 1);
    for (let edge = get(firstEdge, node); edge < end; edge++) {
      if (load<u8>(marks + edge) !== 1) continue;
      const target = get(edgeTo, edge);
      const known = load<u8>(nodes + target);
      if ((known & isReached) !== 0) continue;
      store<u8>(nodes + target, known | isReached);
      put(stack, above++, target);
    }
  }
  depth = above;
  return u32(above === 0);
}

/** Counts those of the secondary edges in a list whose target was not reached. */
export function keepUnreached(count: u32, edgeTo: usize, marks: usize, nodes: usize, list: usize): void {
  for (let at: u32 = 0; at < count; at++) {
    const edge = get(list, at);
    const known = load<u8>(nodes + get(edgeTo, edge));
    store<u8>(marks + edge, u8((known & isReached) === 0));
  }
}
