import type { EdgeIndex, NodeIndex, StringIndex } from '../parse/snapshot-columns.ts';
import type { HeapGraph } from './heap-graph.ts';

/** `3 / part of key (Session @41) -> value (Object @43) pair in WeakMap (table @57)` */
const pairName = /^\d+ \/ part of key \(.*? @\d+\) -> value \(.*? @\d+\) pair in WeakMap \(table @(\d+)\)$/s;

/**
 * A value in a WeakMap is held by its key and the map's table together, not by either alone. V8 draws two internal
 * edges of one name, from the table and from the key; which is which can only be told from the table's id in that name.
 */
export class Ephemerons {
  /** 1 for what may be the name of a pair; by string. */
  readonly isPair: Uint8Array;
  private readonly graph: HeapGraph;
  private readonly tables = new Map<StringIndex, number>();

  constructor(graph: HeapGraph) {
    this.graph = graph;
    this.isPair = new Uint8Array(graph.strings.count);
    for (const name of graph.strings.pairNames) this.isPair[name] = 1;
  }

  /** Whether an edge whose name may be that of a pair is the one from the table. */
  isFromTable(node: NodeIndex, edge: EdgeIndex): boolean {
    return this.tableId(this.graph.edgeNameIndex(edge)) === this.graph.id(node);
  }

  /** The object id of the table a pair belongs to, or -1 if it is not the name of a pair. */
  private tableId(name: StringIndex): number {
    let table = this.tables.get(name);
    if (table === undefined) {
      const match = pairName.exec(this.graph.strings.get(name));
      table = match ? Number(match[1]) : -1;
      this.tables.set(name, table);
    }
    return table;
  }
}
