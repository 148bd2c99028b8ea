import type { Bytes } from '../../format/units.ts';
import { type EdgeIndex, EdgeType, type NodeIndex } from '../parse/snapshot-columns.ts';
import type { HeapGraph } from './heap-graph.ts';

const pairKey = /^\d+ \/ part of key \(.*? @(\d+)\) -> value/s;

/** A table is an array with a header and slots of one word each; in between stand three numbers. */
const arrayHeader: Bytes = 16;
const slotSize: Bytes = 8;
const numbersInFront = 3;
/** Key, value, next in the bucket. */
const slotsPerEntry = 3;

/**
 * The key under which a Map or WeakMap holds a value, for an edge from the map's table to that value; -1 where the
 * edge is not one to a value or the key is a small integer, which V8 keeps without drawing it.
 *
 * Map: slots of the table are internal edges named by their number, a value's key in the slot before it.
 * WeakMap: the name of the edge gives the key's id, and the table has a weak edge to the key.
 */
export function mapEntryKey(graph: HeapGraph, table: NodeIndex, edge: EdgeIndex): NodeIndex {
  if (graph.edgeType(edge) !== EdgeType.internal) return -1;
  const name = graph.strings.get(graph.edgeNameIndex(edge));
  const pair = pairKey.exec(name);
  if (pair !== null) return weakKey(graph, table, Number(pair[1]));
  const slot = Number(name);
  if (!Number.isInteger(slot) || !isValueSlot(graph.selfSize(table), slot)) return -1;
  const before = edge - 1;
  const isKey =
    before >= graph.firstEdge(table) &&
    graph.edgeType(before) === EdgeType.internal &&
    graph.strings.get(graph.edgeNameIndex(before)) === String(slot - 1);
  return isKey ? graph.edgeTarget(before) : -1;
}

/** Of n entries' room, a Map's table has 3 numbers, n / 2 buckets and 3 n slots (`OrderedHashMap` in V8). */
function isValueSlot(tableSize: Bytes, slot: number): boolean {
  const slots = (tableSize - arrayHeader) / slotSize;
  const room = (slots - numbersInFront) / (slotsPerEntry + 0.5);
  const firstKey = numbersInFront + room / 2;
  return slot >= firstKey && (slot - firstKey) % slotsPerEntry === 1;
}

function weakKey(graph: HeapGraph, table: NodeIndex, id: number): NodeIndex {
  for (let edge = graph.firstEdge(table); edge < graph.endEdge(table); edge++) {
    if (graph.edgeType(edge) === EdgeType.weak && graph.id(graph.edgeTarget(edge)) === id)
      return graph.edgeTarget(edge);
  }
  return -1;
}
