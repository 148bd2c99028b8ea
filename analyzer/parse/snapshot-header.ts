import type { Bytes } from '../../format/units.ts';
import type { FileWindow } from './file-window.ts';
import { skipValue } from './json-skip.ts';
import { countRecords, type RecordCounts } from './record-counts.ts';
import { edgeTypes, nodeTypes } from './snapshot-columns.ts';
import { nameASnapshot } from './snapshot-error.ts';

/** Real headers have about 1.5 KB. A larger "header" is some other JSON file. */
const largestHeader: Bytes = 1 << 20;

/** What the `"snapshot": {…}` object says about the columns that follow. */
export interface SnapshotHeader {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly node: NodeLayout;
  readonly edge: EdgeLayout;
  /** Undefined if the writer knows no locations. */
  readonly location: LocationLayout | undefined;
  /** Undefined if no stacks of allocations were recorded. */
  readonly trace: TraceLayout | undefined;
}

/** Position of each field in a record of `fieldCount` numbers. `types` maps the file's type numbers to the house's. */
export interface NodeLayout {
  readonly fieldCount: number;
  readonly type: number;
  readonly name: number;
  readonly id: number;
  readonly selfSize: number;
  readonly edgeCount: number;
  /** 0 if the writer does not say what is detached: it is no field before the first five. */
  readonly detachedness: number;
  readonly types: Uint8Array;
}

export interface EdgeLayout {
  readonly fieldCount: number;
  readonly type: number;
  readonly name: number;
  readonly to: number;
  readonly types: Uint8Array;
}

export interface LocationLayout {
  readonly fieldCount: number;
  readonly node: number;
  readonly script: number;
  readonly line: number;
  readonly column: number;
}

/** Of records about functions, and of the tree's nodes, whose last field is the list of their children. */
export interface TraceLayout {
  /** In a record of a node. */
  readonly ofNode: number;
  readonly functionCount: number;
  readonly info: Readonly<Record<'fieldCount' | 'name' | 'script' | 'scriptId' | 'line' | 'column', number>>;
  readonly call: Readonly<Record<'fieldCount' | 'id' | 'info', number>>;
}

/** Reads the header the window stands before and checks its counts against the size of the file. */
export function readHeader(window: FileWindow): SnapshotHeader {
  const start = window.offset;
  const raw = readHeaderObject(window);
  const fail = (reason: string, nextStep?: string): never => {
    window.seek(start);
    throw window.error(reason, nextStep);
  };
  const meta = isRecord(raw.meta)
    ? raw.meta
    : fail('the header has no "meta": not a heap snapshot', nameASnapshot);
  const node = nodeLayout(meta, fail);
  const edge = edgeLayout(meta, fail);
  const header: SnapshotHeader = {
    ...(countsIn(raw, fail) ?? countRecords(window, node.fieldCount, edge.fieldCount)),
    node,
    edge,
    location: locationLayout(meta),
    trace: traceLayout(meta, raw.trace_function_count),
  };
  checkCounts(header, window.size, fail);
  return header;
}

type Fail = (reason: string, nextStep?: string) => never;

/** Undefined for a writer that does not count: Hermes leaves zeros. */
function countsIn(raw: Record<string, unknown>, fail: Fail): RecordCounts | undefined {
  if (raw.node_count === undefined || raw.node_count === 0) return undefined;
  return {
    nodeCount: countOf(raw.node_count) ?? fail('the header has no usable "node_count"'),
    edgeCount: countOf(raw.edge_count) ?? fail('the header has no usable "edge_count"'),
  };
}

function readHeaderObject(window: FileWindow): Record<string, unknown> {
  const first = window.peek();
  if (first !== 0x7b) throw window.unexpected(first, 'the header object');
  const start = window.offset;
  skipValue(window);
  const length = window.offset - start;
  if (length > largestHeader)
    throw window.error('the header is too large: not a heap snapshot', nameASnapshot);
  try {
    return JSON.parse(window.bytesAt(start, length).toString('utf8')) as Record<string, unknown>;
  } catch {
    window.seek(start);
    throw window.error('the header is not JSON');
  }
}

function nodeLayout(meta: Record<string, unknown>, fail: Fail): NodeLayout {
  const fields = textList(meta.node_fields) ?? fail('the header has no "node_fields"');
  const at = (field: string) => position(fields, field) ?? fail(`"node_fields" lacks ${field}`);
  const type = at('type');
  return {
    fieldCount: fields.length,
    type,
    name: at('name'),
    id: at('id'),
    selfSize: at('self_size'),
    edgeCount: at('edge_count'),
    detachedness: Math.max(0, fields.indexOf('detachedness')),
    types: typeNumbers(meta.node_types, type, nodeTypes) ?? fail('the header has no "node_types"'),
  };
}

function edgeLayout(meta: Record<string, unknown>, fail: Fail): EdgeLayout {
  const fields = textList(meta.edge_fields) ?? fail('the header has no "edge_fields"');
  const at = (field: string) => position(fields, field) ?? fail(`"edge_fields" lacks ${field}`);
  const type = at('type');
  return {
    fieldCount: fields.length,
    type,
    name: at('name_or_index'),
    to: at('to_node'),
    types: typeNumbers(meta.edge_types, type, edgeTypes) ?? fail('the header has no "edge_types"'),
  };
}

function locationLayout(meta: Record<string, unknown>): LocationLayout | undefined {
  const fields = textList(meta.location_fields);
  if (fields === undefined) return undefined;
  const [node, script, line, column] = ['object_index', 'script_id', 'line', 'column'].map((field) =>
    fields.indexOf(field),
  );
  if (node === -1 || script === -1 || line === -1 || column === -1) return undefined;
  return { fieldCount: fields.length, node, script, line, column };
}

function traceLayout(meta: Record<string, unknown>, count: unknown): TraceLayout | undefined {
  const functionCount = countOf(count) ?? 0;
  const ofNode = textList(meta.node_fields)?.indexOf('trace_node_id') ?? -1;
  const infos = textList(meta.trace_function_info_fields);
  const calls = textList(meta.trace_node_fields);
  if (functionCount === 0 || ofNode < 0 || infos === undefined || calls === undefined) return undefined;
  const [name, script, scriptId, line, column] = ['name', 'script_name', 'script_id', 'line', 'column'].map(
    (field) => infos.indexOf(field),
  );
  const [id, info] = ['id', 'function_info_index'].map((field) => calls.indexOf(field));
  if ([name, script, scriptId, line, column, id, info].includes(-1) || calls.at(-1) !== 'children')
    return undefined;
  return {
    ofNode,
    functionCount,
    info: { fieldCount: infos.length, name, script, scriptId, line, column },
    call: { fieldCount: calls.length, id, info },
  };
}

/** Every number in the file takes a digit and a comma: counts beyond that are wrong, and nothing is allocated for them. */
function checkCounts(header: SnapshotHeader, size: Bytes, fail: Fail): void {
  const { nodeCount, edgeCount } = header;
  if (nodeCount === 0) fail('there are no nodes');
  const numbers = nodeCount * header.node.fieldCount + edgeCount * header.edge.fieldCount;
  if (numbers * 2 > size) {
    fail(`the header counts ${nodeCount} nodes and ${edgeCount} edges, more than ${size} bytes can hold`);
  }
}

/** The file's list of type names stands at the place of the `type` field; elsewhere there are words like "number". */
function typeNumbers(lists: unknown, typeField: number, known: readonly string[]): Uint8Array | undefined {
  const names = Array.isArray(lists) ? textList(lists[typeField]) : undefined;
  const other = known.length - 1;
  return (
    names &&
    Uint8Array.from([...names, ...unlistedTypes(names, known)], (name) =>
      known.includes(name) ? known.indexOf(name) : other,
    )
  );
}

/**
 * V8 gives new types the next numbers, and wrote some of them for years before it listed them: until 2018 symbols were
 * type 12 of 12. A list that begins as V8's own goes on as V8's own does.
 */
function unlistedTypes(listed: readonly string[], known: readonly string[]): readonly string[] {
  const isBeginning = listed.length < known.length && listed.every((name, at) => name === known[at]);
  return isBeginning ? known.slice(listed.length, -1) : [];
}

function position(fields: readonly string[], field: string): number | undefined {
  const index = fields.indexOf(field);
  return index === -1 ? undefined : index;
}

function countOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32
    ? (value as number)
    : undefined;
}

function textList(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string')
    ? value
    : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
