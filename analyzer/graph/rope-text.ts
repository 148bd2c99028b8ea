import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { HeapGraph } from './heap-graph.ts';

/** Texts of programs that are put together of more parts are no names of anything. */
const mostParts = 64;

/**
 * What a concatenated string says: V8 writes only its parts (`ConsString`), and leaves it in parts even if a Map has it as a key.
 * @returns undefined if it has many parts, or one whose text is not in the snapshot
 */
export function ropeText(graph: HeapGraph, rope: NodeIndex): string | undefined {
  const pending = [rope];
  let text = '';
  let parts = 0;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (++parts > mostParts) return undefined;
    const type = graph.type(part);
    if (type === NodeType.string) text += graph.rawName(part);
    else if (type === NodeType.consString) pending.push(...partsOf(graph, part).reverse());
    else return undefined;
  }
  return text;
}

/** The first part first. */
export function partsOf(graph: HeapGraph, rope: NodeIndex): NodeIndex[] {
  let first: NodeIndex[] = [];
  let second: NodeIndex[] = [];
  for (let edge = graph.firstEdge(rope); edge < graph.endEdge(rope); edge++) {
    if (graph.edgeType(edge) !== EdgeType.internal) continue;
    const name = graph.edgeNameOrIndex(edge);
    if (name === 'first') first = [graph.edgeTarget(edge)];
    else if (name === 'second') second = [graph.edgeTarget(edge)];
  }
  return [...first, ...second];
}
