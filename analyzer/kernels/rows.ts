import { get, put } from './column';

/*
 * The graph and the dominator tree turned around, in slices; see depth-first.ts for why. Both are counted first. Counts
 * become the start of each row (`countsToStarts`), and filling a row moves its start to its end.
 */

/** Counts the marked edges from `from` to below `to` by their target. */
export function countRetainers(from: u32, to: u32, edgeTo: usize, marks: usize, counts: usize): void {
  for (let edge = from; edge < to; edge++) {
    if (load<u8>(marks + edge) === 0) continue;
    const target = get(edgeTo, edge);
    put(counts, target, get(counts, target) + 1);
  }
}

/** Puts the marked edges of the nodes from `fromNode` to below `toNode` into the rows of their targets. */
export function fillRetainers(
  fromNode: u32,
  toNode: u32,
  firstEdge: usize,
  edgeTo: usize,
  marks: usize,
  places: usize,
  sources: usize,
  edges: usize,
): void {
  let edge = get(firstEdge, fromNode);
  for (let node = fromNode; node < toNode; node++) {
    const end = get(firstEdge, node + 1);
    for (; edge < end; edge++) {
      if (load<u8>(marks + edge) === 0) continue;
      const target = get(edgeTo, edge);
      const place = get(places, target);
      put(places, target, place + 1);
      put(sources, place, node);
      put(edges, place, edge);
    }
  }
}

/** Counts the nodes at places `from` to below `to` of the order by their dominator. */
export function countDominated(from: u32, to: u32, order: usize, idom: usize, counts: usize): void {
  for (let at = from; at < to; at++) {
    const above = get(idom, get(order, at));
    put(counts, above, get(counts, above) + 1);
  }
}

/** Puts the nodes at places `from` to below `to` of the order into the rows of their dominators. */
export function fillDominated(
  from: u32,
  to: u32,
  order: usize,
  idom: usize,
  places: usize,
  children: usize,
): void {
  for (let at = from; at < to; at++) {
    const node = get(order, at);
    const above = get(idom, node);
    const place = get(places, above);
    put(places, above, place + 1);
    put(children, place, node);
  }
}
