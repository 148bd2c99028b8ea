import { UserError } from '../../format/user-error.ts';
import type { ListingColumn } from '../inventory/listing.ts';
import { retainedByGroup } from '../inventory/retained-by-group.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { type Cell, cellOf, columnOf, isInBytes, type QueryRow, type Table } from './cells.ts';
import { type Compiling, compile } from './compile.ts';
import { compileFigure } from './figures.ts';
import type { HeapReader } from './heap-reader.ts';
import type { Query } from './parse-query.ts';
import { queryError } from './query-error.ts';
import { HeapRef, type Value } from './values.ts';

/** Objects of equal value as one row, the ones that retain most together first. */
export function groupsOf(nodes: Uint32Array, query: Query, compiling: Compiling): Table {
  const { reader } = compiling;
  const { heap, retained } = reader.inventory;
  const { groupBy, orderBy } = query;
  const key = groupBy === undefined ? () => 'all' : compile(groupBy, compiling);
  const figures = query.select.map(({ expression, name }) => ({
    name,
    figure: compileFigure(expression, compiling),
  }));
  const groupOf = new Int32Array(heap.graph.nodeCount).fill(-1);
  const places = new Map<string, number>();
  const groups: { readonly key: Cell; readonly members: NodeIndex[] }[] = [];
  for (const node of nodes) {
    const value = key(node);
    const told = keyOf(value, reader);
    let place = places.get(told);
    if (place === undefined) {
      place = groups.push({ key: keyCell(value, query, reader), members: [] }) - 1;
      places.set(told, place);
    }
    groups[place].members.push(node);
    groupOf[node] = place;
  }
  const sums = retainedByGroup(heap, groupOf, groups.length, retained);
  const name = groupBy === undefined ? 'group' : query.text.slice(groupBy.start, groupBy.end);
  const rows = groups.map(
    ({ key: of, members }, place): QueryRow => ({
      [name]: of,
      objects: members.length,
      self: members.reduce((all, node) => all + heap.graph.selfSize(node), 0),
      retained: sums[place],
      ...Object.fromEntries(figures.map(({ name, figure }) => [name, cellOf(figure(members), reader)])),
    }),
  );
  const columns = [
    columnOf('objects', false),
    columnOf('self', true),
    columnOf('retained', true),
    ...query.select.map((column) => columnOf(column.name, isInBytes(column))),
    ...(groupBy === undefined ? [] : [columnOf(name, false)]),
  ];
  return { rows: sortedRows(rows, columns, orderBy, query), columns };
}

/** Groups are sorted by a column. */
function sortedRows(
  rows: readonly QueryRow[],
  columns: readonly ListingColumn<QueryRow>[],
  orderBy: Query['orderBy'],
  { text }: Query,
): QueryRow[] {
  const name =
    orderBy === undefined ? 'retained' : text.slice(orderBy.expression.start, orderBy.expression.end);
  const column = columns.find(({ key }) => key === name);
  if (column === undefined) {
    throw queryError(
      text,
      orderBy?.expression.start ?? 0,
      'groups are sorted by one of their columns',
      `name one of: ${columns.map(({ key }) => key).join(', ')}`,
    );
  }
  const turn = (orderBy?.descending ?? true) ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    return turn * (x < y ? -1 : x > y ? 1 : 0);
  });
}

function keyOf(value: Value, { inventory, graph }: HeapReader): string {
  if (!(value instanceof HeapRef)) return `${typeof value === 'string' ? 'text' : typeof value} ${value}`;
  const { node } = value;
  // Strings whose text V8 does not tell are one group.
  return inventory.words.isString(node) ? `text ${graph.rawName(node)}` : `object ${node}`;
}

/** Groups are named by their values: without what strings say they would all look the same. */
function keyCell(value: Value, { text, groupBy }: Query, reader: HeapReader): Cell {
  if (value === undefined) return '(not there)';
  if (reader.isString(value) && !reader.inventory.words.includesStrings) {
    throw new UserError(
      'usage',
      `the groups of \`${text.slice(groupBy!.start, groupBy!.end)}\` are named by what strings say, which may be secret`,
      'add --include-strings to show it',
    );
  }
  return value === null ? 'null' : cellOf(value, reader);
}
