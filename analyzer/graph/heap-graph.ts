import type { Bytes } from '../../format/units.ts';
import {
  type EdgeIndex,
  type EdgeTypeName,
  edgeIsIndexed,
  edgeTypes,
  type NodeIndex,
  NodeType,
  type NodeTypeName,
  nodeTypes,
  type SnapshotColumns,
  type StringIndex,
} from '../parse/snapshot-columns.ts';
import type { StringTable } from '../parse/string-table.ts';
import { NumberTexts } from './number-texts.ts';

/** Stands in `selfSize` for a size kept in `largeSizes`. */
const keptApart = 0xffffffff;

/**
 * One heap snapshot as a graph. Nodes and edges are plain numbers and everything about them is asked here,
 * so that millions of them cost nothing but their columns. Loops over all edges read `columns` directly.
 */
export class HeapGraph {
  readonly columns: SnapshotColumns;
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly strings: StringTable;
  /** What numbers say; absent if the snapshot does not tell. */
  readonly numbers: NumberTexts | undefined;
  #wordSize: 4 | 8 | undefined;

  constructor(columns: SnapshotColumns) {
    this.columns = columns;
    this.nodeCount = columns.nodeCount;
    this.edgeCount = columns.edgeCount;
    this.strings = columns.strings;
    this.numbers = columns.values && new NumberTexts(columns.values, columns.strings);
  }

  /** What a pointer of V8 takes here. Half of the objects have an odd number of words. */
  get wordSize(): 4 | 8 {
    this.#wordSize ??= hasHalfWords(this.columns) ? 4 : 8;
    return this.#wordSize;
  }

  /** A value of NodeType. */
  type(node: NodeIndex): number {
    return this.columns.nodeType[node];
  }

  typeName(node: NodeIndex): NodeTypeName {
    return nodeTypes[this.columns.nodeType[node]];
  }

  nameIndex(node: NodeIndex): StringIndex {
    return this.columns.nodeName[node];
  }

  /** The name as V8 wrote it: of an object its constructor, of a string its beginning, of a closure its function. */
  rawName(node: NodeIndex): string {
    return this.strings.get(this.columns.nodeName[node]);
  }

  id(node: NodeIndex): number {
    return this.columns.nodeId[node];
  }

  selfSize(node: NodeIndex): Bytes {
    const size = this.columns.selfSize[node];
    return size === keptApart ? (this.columns.largeSizes.get(node) ?? size) : size;
  }

  firstEdge(node: NodeIndex): EdgeIndex {
    return this.columns.firstEdge[node];
  }

  /** One behind the node's last edge. */
  endEdge(node: NodeIndex): EdgeIndex {
    return this.columns.firstEdge[node + 1];
  }

  /** A value of EdgeType. */
  edgeType(edge: EdgeIndex): number {
    return this.columns.edgeType[edge];
  }

  edgeTypeName(edge: EdgeIndex): EdgeTypeName {
    return edgeTypes[this.columns.edgeType[edge]];
  }

  edgeTarget(edge: EdgeIndex): NodeIndex {
    return this.columns.edgeTo[edge];
  }

  /** The node an edge starts from, by binary search. */
  edgeSource(edge: EdgeIndex): NodeIndex {
    const { firstEdge } = this.columns;
    let low = 0;
    let high = this.nodeCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (firstEdge[middle] <= edge) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** A string index, or the index itself where `edgeIsIndexed(type)`. */
  edgeNameIndex(edge: EdgeIndex): number {
    return this.columns.edgeName[edge];
  }

  edgeNameOrIndex(edge: EdgeIndex): string | number {
    const name = this.columns.edgeName[edge];
    return edgeIsIndexed(this.columns.edgeType[edge]) ? name : this.strings.get(name);
  }

  /** The first edge of this type and name (a string index), or -1. */
  findEdge(node: NodeIndex, type: number, name: StringIndex): EdgeIndex {
    const { edgeType, edgeName, firstEdge } = this.columns;
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (edgeType[edge] === type && edgeName[edge] === name) return edge;
    }
    return -1;
  }
}

/** Only objects of the engine itself are as long as their words. */
function hasHalfWords({ engine, nodeCount, nodeType, selfSize }: SnapshotColumns): boolean {
  if (engine !== 'v8') return false;
  for (let node = 0; node < nodeCount; node++)
    if (nodeType[node] === NodeType.closure && selfSize[node] % 8 === 4) return true;
  return false;
}
