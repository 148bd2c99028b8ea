import type { Bytes } from '../../../format/units.ts';
import { type EdgeIndex, EdgeType, type NodeIndex } from '../../parse/snapshot-columns.ts';
import type { HeapGraph } from '../heap-graph.ts';
import { firstKeyOf, roomOf, wordsPerEntry } from './hash-table.ts';

const pairKey = /^\d+ \/ part of key \(.*? @(\d+)\) -> value/s;

/** Which key a Map or WeakMap holds a value under. */
export class MapEntries {
  private readonly graph: HeapGraph;
  private weakTable: NodeIndex = -1;
  private weakKeys: ReadonlyMap<number, NodeIndex> = new Map();

  constructor(graph: HeapGraph) {
    this.graph = graph;
  }

  /**
   * The key of a value, for an edge from the map's table to that value; -1 if the edge is not one to a value or
   * the key is a small integer, which V8 keeps without drawing it.
   *
   * Map: slots of the table are internal edges named by their number, a value's key in the slot before it.
   * WeakMap: the name of the edge gives the key's id, and the table has a weak edge to the key.
   */
  keyOf(table: NodeIndex, edge: EdgeIndex): NodeIndex {
    const { graph } = this;
    if (graph.edgeType(edge) !== EdgeType.internal) return -1;
    const name = graph.strings.get(graph.edgeNameIndex(edge));
    const pair = pairKey.exec(name);
    if (pair !== null) return this.keysOfWeakMap(table).get(Number(pair[1])) ?? -1;
    const slot = Number(name);
    if (!Number.isInteger(slot) || !isValueSlot(graph.selfSize(table), slot)) return -1;
    const before = edge - 1;
    const isKey =
      before >= graph.firstEdge(table) &&
      graph.edgeType(before) === EdgeType.internal &&
      graph.strings.get(graph.edgeNameIndex(before)) === String(slot - 1);
    return isKey ? graph.edgeTarget(before) : -1;
  }

  /** By id, kept for one table: callers go through tables one by one. */
  private keysOfWeakMap(table: NodeIndex): ReadonlyMap<number, NodeIndex> {
    if (this.weakTable === table) return this.weakKeys;
    const { graph } = this;
    const keys = new Map<number, NodeIndex>();
    for (let edge = graph.firstEdge(table); edge < graph.endEdge(table); edge++) {
      if (graph.edgeType(edge) === EdgeType.weak)
        keys.set(graph.id(graph.edgeTarget(edge)), graph.edgeTarget(edge));
    }
    this.weakTable = table;
    this.weakKeys = keys;
    return keys;
  }
}

function isValueSlot(table: Bytes, slot: number): boolean {
  const firstKey = firstKeyOf(roomOf(table, wordsPerEntry.map));
  return slot >= firstKey && (slot - firstKey) % wordsPerEntry.map === 1;
}
