import type { AgedHeap } from '../heap/aged-heap.ts';
import { isString } from '../parse/node-kinds.ts';
import { type EdgeIndex, EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { describeEdge } from './step-names.ts';

/** From so many values of one class on, names of a plain object may be keys although they are few. */
const fewestAlike = 3;
const looksLikeData = /\d/;

/**
 * Whether the names of a plain object are keys, so contents. A path may show few keys as names; here any doubt is enough,
 * because what is told would be all names of the object.
 */
export function areKeys(heap: AgedHeap, node: NodeIndex): boolean {
  const { graph, names } = heap;
  if (names.className(node) !== 'Object') return false;
  const classes = new Set<string>();
  let properties = 0;
  let likeData = 0;
  let strings = 0;
  for (let e = graph.firstEdge(node); e < graph.endEdge(node); e++) {
    const name = graph.edgeNameOrIndex(e);
    if (graph.edgeType(e) !== EdgeType.property || name === '__proto__') continue;
    const to = graph.edgeTarget(e);
    properties++;
    if (looksLikeData.test(String(name))) likeData++;
    if (isString(graph.type(to))) strings++;
    // Functions of a library have names of their own.
    else if (graph.type(to) !== NodeType.closure) classes.add(names.className(to));
  }
  return likeData * 2 > properties || (properties >= fewestAlike && strings === 0 && classes.size === 1);
}

/** As `describeEdge`, but a name that may be a key is `[key]`. */
export function recordEdge(heap: AgedHeap, from: NodeIndex, edge: EdgeIndex): string {
  const label = describeEdge(heap, from, edge);
  return label.startsWith('.') && areKeys(heap, from) ? '[key]' : label;
}
