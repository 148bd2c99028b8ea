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
