import { bytes, count, counted } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { internalKinds } from '../inventory/engine-internals.ts';
import { noteOnNumbers } from '../inventory/field-values.ts';
import { propertyNames } from '../inventory/follow-path.ts';
import type { Listing, ListingColumn } from '../inventory/listing.ts';
import { nearNames } from '../inventory/near-names.ts';
import type { Inventory } from '../inventory/open-inventory.ts';
import { retainedByGroup } from '../inventory/retained-by-group.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { type Compiling, compile } from './compile.ts';
import { compileFigure, isFigure } from './groups.ts';
import { facts, HeapReader } from './heap-reader.ts';
import { largestFirst } from './largest-first.ts';
import { parseQuery, type Query, type SelectedColumn } from './parse-query.ts';
import { queryError } from './query-error.ts';
import { HeapRef, type Read, type Value } from './values.ts';

/** What a cell of an answer holds; objects and strings are told in words. */
export type Cell = number | string | boolean | null;

/** One object or one group, by the names of the columns. */
export type QueryRow = Readonly<Record<string, Cell>>;

export interface QueryAnswer extends Listing<QueryRow> {
  /** How many rows there are without the limit. */
  readonly total: number;
  /** How many objects fit. */
  readonly objects: number;
  /** What they retain together: of objects that retain each other, only the outermost counts. */
  readonly retained: Bytes;
}

const shownRows = 30;
/** Fields of so many objects tell which ones there are. */
const sampled = 50;

/**
 * Answers a query about the objects of one capture.
 * @param limit of rows, if the query does not say `top`
 * @throws UserError for a query that is wrong, with the column
 */
export function runQuery(inventory: Inventory, text: string, limit = shownRows): QueryAnswer {
  const query = parseQuery(text);
  const candidates = candidatesOf(inventory, query);
  const reader = new HeapReader(inventory, (name) => fieldsLike(inventory, candidates, name));
  const compiling: Compiling = { text, reader };
  const nodes =
    query.where === undefined ? candidates : matching(candidates, compile(query.where, compiling));
  const isGrouped =
    query.groupBy !== undefined || query.select.some(({ expression }) => isFigure(expression));
  const table = isGrouped ? groupsOf(nodes, query, compiling) : objectsOf(nodes, query, compiling, limit);
  const retained = retainedTogether(inventory, nodes);
  const rows = table.rows.slice(0, query.top ?? limit);
  return {
    ...table,
    rows,
    what: isGrouped ? 'groups' : 'objects',
    total: Math.min(query.top ?? Number.POSITIVE_INFINITY, isGrouped ? table.rows.length : nodes.length),
    objects: nodes.length,
    retained,
    notes: [
      `${counted(nodes.length, 'object')} ${nodes.length === 1 ? 'fits' : 'fit'}, retaining ${bytes(retained)} together`,
      ...(reader.readsFields ? noteOnNumbers(inventory.words) : []),
    ],
  };
}

function candidatesOf(inventory: Inventory, { classes: wanted, text }: Query): Uint32Array {
  const { heap, census } = inventory;
  const names = wanted.map((name) => ({ name, test: patternOf(name) }));
  const isWanted = census.classes.map(({ name, kind }) =>
    names.length === 0 ? !internalKinds.has(kind) : names.some(({ test }) => test.test(name)),
  );
  for (const { name, test } of names) {
    if (census.classes.some((one) => test.test(one.name))) continue;
    const near = nearNames(
      census.classes.map((one) => one.name),
      name,
    );
    throw queryError(
      text,
      Math.max(0, text.indexOf(name)),
      `no object is of class ${name}`,
      near.length > 0
        ? `did you mean: ${near.join(', ')}`
        : 'heaptrail classes lists them; * stands for any letters',
    );
  }
  const nodes = new Uint32Array(heap.graph.nodeCount);
  let length = 0;
  for (let node = 1; node < nodes.length; node++) {
    if (isWanted[census.classOf[node]] && heap.isReachable(node) && inventory.isAsked(node))
      nodes[length++] = node;
  }
  return nodes.subarray(0, length);
}

/** `Session*` as an expression that a whole name has to fit. */
function patternOf(name: string): RegExp {
  const parts = name.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

function fieldsLike({ heap }: Inventory, candidates: Uint32Array, name: string): readonly string[] {
  const names = propertyNames(heap, [...candidates.subarray(0, sampled)]);
  return nearNames([...names, ...Object.keys(facts)], name);
}

function matching(nodes: Uint32Array, holds: Read): Uint32Array {
  const kept = new Uint32Array(nodes.length);
  let length = 0;
  for (const node of nodes) {
    const value = holds(node);
    if (value !== false && value !== undefined && value !== null && value !== 0) kept[length++] = node;
  }
  return kept.subarray(0, length);
}

function retainedTogether({ heap, retained }: Inventory, nodes: Uint32Array): Bytes {
  const groupOf = new Int32Array(heap.graph.nodeCount).fill(-1);
  for (const node of nodes) groupOf[node] = 0;
  return retainedByGroup(heap, groupOf, 1, retained)[0];
}

type Table = Pick<QueryAnswer, 'rows' | 'columns'>;

/** The objects themselves, the ones that retain most first. */
function objectsOf(nodes: Uint32Array, query: Query, compiling: Compiling, limit: number): Table {
  const { reader } = compiling;
  const selected = query.select.map((column) => ({ ...column, read: compile(column.expression, compiling) }));
  const { orderBy } = query;
  const order = orderBy === undefined ? facts.retained.read(reader) : compile(orderBy.expression, compiling);
  const shown = largestFirst(nodes, (node) => sortable(order(node), reader), {
    descending: orderBy?.descending ?? true,
    most: query.top ?? limit,
  });
  const own = ['id', 'self', 'retained', 'className'] as const;
  const reads = own.map((name) => [name, facts[name].read(reader)] as const);
  const rows = shown.map(
    (node): QueryRow =>
      Object.fromEntries([
        ...reads.map(([name, read]) => [name, cellOf(read(node), reader)]),
        ...selected.map(({ name, read }) => [name, cellOf(read(node), reader)]),
      ]),
  );
  const columns = [
    { key: 'id', text: (row: QueryRow) => `@${row.id}`, value: (row: QueryRow) => Number(row.id) },
    columnOf('self', true),
    columnOf('retained', true),
    columnOf('className', false),
    ...query.select.map((column) => columnOf(column.name, isInBytes(column))),
  ];
  return { rows, columns };
}

/** Objects of equal value as one row, the ones that retain most together first. */
function groupsOf(nodes: Uint32Array, query: Query, compiling: Compiling): Table {
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

function columnOf(key: string, inBytes: boolean): ListingColumn<QueryRow> {
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
function isInBytes({ expression }: SelectedColumn): boolean {
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

function sortable(value: Value, reader: HeapReader): number | string | undefined {
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'number' ? value : reader.textOf(value);
}

/** What a reader gets of a value: of a string what it says only if that was asked for. */
function cellOf(value: Value, reader: HeapReader): Cell {
  if (value === undefined) return null;
  if (!(value instanceof HeapRef)) return value;
  const { words } = reader.inventory;
  if (!words.isString(value.node)) return `${words.name(value.node)} @${reader.graph.id(value.node)}`;
  if (words.includesStrings) return words.text(value.node);
  const length = reader.lengthOf(value.node);
  return length === undefined ? 'string' : counted(length, 'character');
}

function keyOf(value: Value, reader: HeapReader): string {
  const text = reader.isString(value) ? reader.textOf(value) : undefined;
  if (text !== undefined) return `text ${text}`;
  return value instanceof HeapRef ? `object ${value.node}` : `${typeof value} ${value}`;
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
