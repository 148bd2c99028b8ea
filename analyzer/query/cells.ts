import { bytes, count, counted } from '../../format/quantities.ts';
import type { ListingColumn } from '../inventory/listing.ts';
import { facts, type HeapReader } from './heap-reader.ts';
import type { SelectedColumn } from './parse-query.ts';
import { HeapRef, type Value } from './values.ts';

/** What a cell of an answer holds; objects and strings are told in words. */
export type Cell = number | string | boolean | null;

/** One object or one group, by the names of the columns. */
export type QueryRow = Readonly<Record<string, Cell>>;

/** Rows with their columns, in order. */
export interface Table {
  readonly rows: readonly QueryRow[];
  readonly columns: readonly ListingColumn<QueryRow>[];
}

export function columnOf(key: string, inBytes: boolean): ListingColumn<QueryRow> {
  return {
    key,
    text: (row) => {
      const cell = row[key];
      if (typeof cell !== 'number') return cell === null ? '' : String(cell);
      if (inBytes) return bytes(cell);
      return Number.isInteger(cell) ? count(cell) : String(Number(cell.toPrecision(6)));
    },
    value: (row) => {
      const cell = row[key];
      return typeof cell === 'number' ? cell : cell === null ? '' : String(cell);
    },
  };
}

/** `retained`, `sum(self)`, `max(retained(body))`. */
export function isInBytes({ expression }: SelectedColumn): boolean {
  let part = expression;
  while (part.type === 'CallExpression') {
    const { callee, arguments: given } = part;
    if (callee.type !== 'Identifier') return false;
    if (facts[callee.name]?.isBytes) return true;
    const [first] = given;
    if (!['sum', 'avg', 'min', 'max'].includes(callee.name) || first?.type === undefined) return false;
    if (first.type === 'SpreadElement') return false;
    part = first;
  }
  return part.type === 'Identifier' && (facts[part.name]?.isBytes ?? false);
}

/** @param contents of a text, if they may be known */
export function sortable(
  value: Value,
  contents: (value: Value) => string | undefined,
): number | string | undefined {
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'number' ? value : contents(value);
}

/** What a reader gets of a value: of a string what it says only if that was asked for. */
export function cellOf(value: Value, reader: HeapReader): Cell {
  if (value === undefined) return null;
  if (!(value instanceof HeapRef)) return value;
  const { words } = reader.inventory;
  if (!words.isString(value.node)) return `${words.name(value.node)} @${reader.graph.id(value.node)}`;
  if (words.includesStrings) return words.text(value.node);
  const length = reader.lengthOf(value.node);
  return length === undefined ? 'string' : counted(length, 'character');
}
