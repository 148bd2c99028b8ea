import type { HeapGraph } from '../graph/heap-graph.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';

/** V8 writes no more than this of a string. */
const longestWritten = 1024;
/** Of a string in V8's heap: its map, its hash and its length. */
const header = 16;
/** Ropes can be deep: one of more parts than this is not added up. */
const mostParts = 10_000;

/** How many characters a string has; -1 for what is none, and if the snapshot does not tell. */
export function stringLength(graph: HeapGraph, node: NodeIndex): number {
  if (graph.columns.gaps?.stringContents === false) return -1;
  let length = 0;
  let parts = 0;
  const pending = [node];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (++parts > mostParts) return -1;
    if (graph.type(part) === NodeType.string) length += flatLength(graph, part);
    else if (graph.type(part) === NodeType.consString) pending.push(...partsOf(graph, part));
    else return -1;
  }
  return length;
}

function partsOf(graph: HeapGraph, rope: NodeIndex): NodeIndex[] {
  const parts: NodeIndex[] = [];
  for (let edge = graph.firstEdge(rope); edge < graph.endEdge(rope); edge++) {
    if (
      graph.edgeType(edge) === EdgeType.internal &&
      /^(first|second)$/.test(String(graph.edgeNameOrIndex(edge)))
    )
      parts.push(graph.edgeTarget(edge));
  }
  return parts;
}

/** Of a longer one than the snapshot shows, by its size: one byte a character, or two if one of them needs that. */
function flatLength(graph: HeapGraph, node: NodeIndex): number {
  const text = graph.rawName(node);
  if (text.length < longestWritten) return text.length;
  const isWide = /[^\0-\xff]/.test(text);
  return Math.max(text.length, Math.floor((graph.selfSize(node) - header) / (isWide ? 2 : 1)));
}
