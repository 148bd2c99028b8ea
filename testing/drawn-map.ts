import { DrawnNode } from './drawn-node.ts';

/** A Map with its table in V8's layout, so that what reads tables can be tested on drawings. */
export class DrawnMap extends DrawnNode {
  private readonly makeTable: () => DrawnNode;
  private table: DrawnNode;
  private room = 4;
  /** Places in use and holes: a deleted entry's place is free again only after the table has grown. */
  private used = 0;
  private readonly entries = new Map<
    DrawnNode | number,
    { readonly at: number; readonly value: DrawnNode }
  >();

  constructor(id: number, makeTable: () => DrawnNode) {
    super('object', 'Map', id, 32);
    this.makeTable = makeTable;
    this.table = this.freshTable();
  }

  /** A key that is a number is no node, as of V8's small integers. */
  set(key: DrawnNode | number, value: DrawnNode): this {
    const entry = this.entries.get(key);
    if (entry === undefined && this.used === this.room) this.grow();
    this.place(entry?.at ?? this.used++, key, value);
    return this;
  }

  delete(key: DrawnNode | number): this {
    const entry = this.entries.get(key);
    if (entry === undefined) return this;
    this.entries.delete(key);
    this.table.remove(this.slot(entry.at)).remove(this.slot(entry.at, 1));
    return this;
  }

  private place(at: number, key: DrawnNode | number, value: DrawnNode): void {
    this.entries.set(key, { at, value });
    if (typeof key !== 'number') this.table.internal(this.slot(at), key);
    this.table.internal(this.slot(at, 1), value);
  }

  /** Three numbers, half as many buckets as entries have room, then key, value and next of each entry. */
  private slot(at: number, offset = 0): string {
    return String(3 + this.room / 2 + 3 * at + offset);
  }

  /** As in V8, a table that grows is a new one, and younger than what it holds. */
  private grow(): void {
    if (this.entries.size > this.room / 2) this.room *= 2;
    this.used = 0;
    this.table = this.freshTable();
    for (const [key, { value }] of this.entries) this.place(this.used++, key, value);
  }

  private freshTable(): DrawnNode {
    const table = this.makeTable();
    table.size = 16 + 8 * (3 + 3.5 * this.room);
    this.internal('table', table);
    return table;
  }
}

/** A WeakMap: its table holds keys weakly, and each pair is drawn from the table and from the key. */
export class DrawnWeakMap extends DrawnNode {
  private readonly table: DrawnNode;
  private count = 0;

  constructor(id: number, table: DrawnNode) {
    super('object', 'WeakMap', id, 24);
    this.table = table;
    this.internal('table', table);
  }

  set(key: DrawnNode, value: DrawnNode): this {
    const slot = 3 + 2 * this.count++;
    const label = (node: DrawnNode) => `${node.name} @${node.id}`;
    const pair = `${slot + 1} / part of key (${label(key)}) -> value (${label(value)}) pair in WeakMap (table @${this.table.id})`;
    this.table
      .weak(String(slot), key)
      .weak(String(slot + 1), value)
      .internal(pair, value);
    key.internal(pair, value);
    return this;
  }
}
