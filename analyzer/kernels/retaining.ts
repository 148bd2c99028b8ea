import { get, put } from './column';

/**
 * Marks the edges that retain by their type, and that do not lead back to their own node.
 * @param retaining bit t is set if edges of our type t retain
 * @param internal our number of the type whose names may be those of pairs
 * @param isPair by string, whether it may be the name of a pair in a WeakMap
 * @param pairs receives the edges with such names, and their nodes
 * @returns the number of edges in `pairs`
 */
export function markRetaining(
  fromNode: u32,
  toNode: u32,
  firstEdge: usize,
  edgeTo: usize,
  edgeType: usize,
  edgeName: usize,
  retaining: u32,
  internal: u8,
  isPair: usize,
  marks: usize,
  pairs: usize,
): u32 {
  let count: u32 = 0;
  let edge = get(firstEdge, fromNode);
  for (let node = fromNode; node < toNode; node++) {
    const end = get(firstEdge, node + 1);
    for (; edge < end; edge++) {
      const type = load<u8>(edgeType + edge);
      const retains = (retaining >> (type as u32)) & 1 & u32(get(edgeTo, edge) !== node);
      store<u8>(marks + edge, retains as u8);
      if (type === internal && load<u8>(isPair + get(edgeName, edge)) !== 0) {
        put(pairs, count, edge);
        put(pairs, count + 1, node);
        count += 2;
      }
    }
  }
  return count >> 1;
}

/**
 * Takes the mark from unnamed edges to what a named edge of the same node leads to as well.
 * @param internal our number of the type of unnamed edges
 * @param namedBy by node: the last one, counted from 1, that had a named edge to it
 */
export function dropRepeated(
  fromNode: u32,
  toNode: u32,
  firstEdge: usize,
  edgeTo: usize,
  edgeType: usize,
  internal: u8,
  namedBy: usize,
  marks: usize,
): void {
  let first = get(firstEdge, fromNode);
  for (let node = fromNode; node < toNode; node++) {
    const end = get(firstEdge, node + 1);
    // Most nodes have edges of one kind only. Looking at the types is quick, looking at the targets is not.
    let unnamed: u32 = 0;
    for (let edge = first; edge < end; edge++) unnamed += u32(load<u8>(edgeType + edge) === internal);
    if (unnamed !== 0 && unnamed !== end - first) {
      for (let edge = first; edge < end; edge++) {
        if (load<u8>(edgeType + edge) !== internal) put(namedBy, get(edgeTo, edge), node + 1);
      }
      for (let edge = first; edge < end; edge++) {
        if (load<u8>(edgeType + edge) === internal && get(namedBy, get(edgeTo, edge)) === node + 1)
          store<u8>(marks + edge, 0);
      }
    }
    first = end;
  }
}
