import { bytes, counted } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { internalKinds } from '../inventory/engine-internals.ts';
import { noteOnNumbers } from '../inventory/field-values.ts';
import { propertyNames } from '../inventory/follow-path.ts';
import type { Listing } from '../inventory/listing.ts';
import { nearNames } from '../inventory/near-names.ts';
import type { Inventory } from '../inventory/open-inventory.ts';
import { retainedByGroup } from '../inventory/retained-by-group.ts';
import { cellOf, columnOf, isInBytes, type QueryRow, sortable, type Table } from './cells.ts';
import { type Compiling, compile } from './compile.ts';
import { contentsFor } from './contents.ts';
import { isFigure } from './figures.ts';
import { groupsOf } from './group-rows.ts';
import { facts, HeapReader } from './heap-reader.ts';
import { largestFirst } from './largest-first.ts';
import { parseQuery, type Query } from './parse-query.ts';
import { queryError } from './query-error.ts';
import type { Read } from './values.ts';

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

/** The objects themselves, the ones that retain most first. */
function objectsOf(nodes: Uint32Array, query: Query, compiling: Compiling, limit: number): Table {
  const { reader } = compiling;
  const selected = query.select.map((column) => ({ ...column, read: compile(column.expression, compiling) }));
  const { orderBy } = query;
  const order = orderBy === undefined ? facts.retained.read(reader) : compile(orderBy.expression, compiling);
  const contents = contentsFor(orderBy?.expression ?? { start: 0 }, compiling);
  const shown = largestFirst(nodes, (node) => sortable(order(node), contents), {
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
