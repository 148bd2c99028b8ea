import type { StringIndex } from '../parse/snapshot-columns.ts';
import type { StringTable } from '../parse/string-table.ts';

/** `3 / part of key (Session @41) -> value (Object @43) pair in WeakMap (table @57)` */
const pairName = /^\d+ \/ part of key \(.*? @\d+\) -> value \(.*? @\d+\) pair in WeakMap \(table @(\d+)\)$/s;

/**
 * A value in a WeakMap is held by its key and the map's table together, not by either alone. V8 draws two internal
 * edges of one name, from the table and from the key; which is which can only be told from the table's id in that name.
 */
export class Ephemerons {
  /** 1 for the names of pairs; by string. */
  readonly isPair: Uint8Array;
  private readonly strings: StringTable;
  private readonly tables = new Map<StringIndex, number>();

  constructor(strings: StringTable) {
    this.strings = strings;
    this.isPair = new Uint8Array(strings.count);
    for (const name of strings.pairNames) this.isPair[name] = 1;
  }

  /** The object id of the table a pair belongs to, or -1 where the name of an internal edge is not that of a pair. */
  tableId(name: StringIndex): number {
    if (this.isPair[name] === 0) return -1;
    let table = this.tables.get(name);
    if (table === undefined) {
      const match = pairName.exec(this.strings.get(name));
      table = match ? Number(match[1]) : -1;
      this.tables.set(name, table);
    }
    return table;
  }
}
