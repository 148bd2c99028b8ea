import type { ColumnMemory } from './column-memory.ts';
import type { StringTable } from './string-table.ts';

export type { StringIndex } from './string-table.ts';

/** An ordinal of a node in its snapshot, 0 is the root. Not an id, and not an offset into the file. */
export type NodeIndex = number;
/** An ordinal of an edge in its snapshot. */
export type EdgeIndex = number;

/**
 * The house's own numbering of node types. Files name theirs in `snapshot.meta.node_types`,
 * in an order that differs between versions; the parser maps them by name and unknown ones to `other`.
 */
export const nodeTypes = [
  'hidden',
  'array',
  'string',
  'object',
  'code',
  'closure',
  'regexp',
  'number',
  'native',
  'synthetic',
  'concatenated string',
  'sliced string',
  'symbol',
  'bigint',
  'object shape',
  'wasm object',
  'other',
] as const;
export type NodeTypeName = (typeof nodeTypes)[number];

export const NodeType = {
  hidden: 0,
  array: 1,
  string: 2,
  object: 3,
  code: 4,
  closure: 5,
  regexp: 6,
  number: 7,
  native: 8,
  synthetic: 9,
  consString: 10,
  slicedString: 11,
  symbol: 12,
  bigint: 13,
  objectShape: 14,
  wasmObject: 15,
  other: 16,
} as const;

/** The house's own numbering of edge types, mapped by name like node types. */
export const edgeTypes = [
  'context',
  'element',
  'property',
  'internal',
  'hidden',
  'shortcut',
  'weak',
  'other',
] as const;
export type EdgeTypeName = (typeof edgeTypes)[number];

export const EdgeType = {
  context: 0,
  element: 1,
  property: 2,
  internal: 3,
  hidden: 4,
  shortcut: 5,
  weak: 6,
  other: 7,
} as const;

/** Edge types whose `edgeName` is a number (an index) and not an index into the string table. */
export function edgeIsIndexed(type: number): boolean {
  return type === EdgeType.element || type === EdgeType.hidden;
}

/** Whose heap it is. What JavaScriptCore writes is put into the words of V8 where it is read; see jsc/house-words.ts. */
export type EngineName = 'v8' | 'jsc';

/** A heap snapshot in columns: one entry a node, one an edge, strings as byte ranges. */
export interface SnapshotColumns {
  readonly engine: EngineName;
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** NodeType of each node. */
  readonly nodeType: Uint8Array;
  readonly nodeName: Uint32Array;
  /** Object ids: odd for heap objects, even for native and synthetic ones. An odd one is larger the later it was given. */
  readonly nodeId: Uint32Array;
  /** Bytes; entries of 0xffffffff stand in `largeSizes`. */
  readonly selfSize: Uint32Array;
  /** Nodes of a page that no document shows, in ascending order; of those alone that scripts know. Absent if none is told. */
  readonly detached?: readonly NodeIndex[];
  readonly largeSizes: ReadonlyMap<NodeIndex, number>;
  /** Node v's edges are firstEdge[v] .. firstEdge[v + 1] - 1. Length nodeCount + 1. */
  readonly firstEdge: Uint32Array;
  readonly edgeType: Uint8Array;
  /** A string index, or the number itself where `edgeIsIndexed(type)`. */
  readonly edgeName: Uint32Array;
  readonly edgeTo: Uint32Array;
  readonly strings: StringTable;
  readonly locations: SourceLocations;
  /** What numbers say; absent if V8 was not asked for it. */
  readonly values?: NumberValues | undefined;
  /** Who allocated what; absent if V8 did not record it. */
  readonly traces?: AllocationTraces | undefined;
  /** True if an unnamed edge may repeat a named one of the same node, as JavaScriptCore writes them. */
  readonly repeatsNamedEdges?: boolean | undefined;
  /** What the file says of the gaps of a Bun heap; absent for V8's. */
  readonly gaps?: SnapshotGaps | undefined;
  /** Holds `firstEdge` and the columns of edges, and takes what is computed from them; absent beyond its 4 GiB. */
  readonly memory?: ColumnMemory | undefined;
}

/**
 * What numbers say, in a snapshot whose maker asked V8 for it (`captureNumericValue`, `exposeNumericValues`).
 * Texts are as V8 writes them: `42`, `0.1`, `-0`, `NaN`.
 */
export interface NumberValues {
  /** Numbers that are objects, in ascending order of node, and the text of each. */
  readonly node: Uint32Array;
  readonly text: Uint32Array;
  /** Numbers that a field holds in itself, in ascending order of the object that has the field. */
  readonly integers: IntegerFields;
}

export interface IntegerFields {
  readonly from: Uint32Array;
  /** As of an edge: its type, and its name or index. */
  readonly edgeType: Uint8Array;
  readonly edgeName: Uint32Array;
  readonly text: Uint32Array;
}

/** What a snapshot of JavaScriptCore does not show. */
export interface SnapshotGaps {
  /** Maps and Sets whose contents the probe put back, and those whose contents are missing; absent if it did not say. */
  readonly collections?: { readonly restored: number; readonly missing: number } | undefined;
  /** Whether strings come with what they say. */
  readonly stringContents: boolean;
}

/** A place in the tree of calls that allocated, 1 is its root. 0 is none: born before V8 recorded stacks, or by itself. */
export type TraceIndex = number;

/** The calls that allocated each object, where V8 recorded the stack of every allocation. */
export interface AllocationTraces {
  /** The innermost call of each node's stack. */
  readonly traceOf: Uint32Array;
  /** By call: the one that it was made from, 0 for the root. */
  readonly caller: Uint32Array;
  /** By call: a row of `functions`. */
  readonly callee: Uint32Array;
  readonly functions: TracedFunctions;
}

/** Functions that stand in stacks, and where they begin. Lines and columns count from 1; 0 is not known. */
export interface TracedFunctions {
  readonly name: Uint32Array;
  /** The script's URL or path; a string, and empty for the engine's own. */
  readonly script: Uint32Array;
  readonly scriptId: Uint32Array;
  readonly line: Uint32Array;
  readonly column: Uint32Array;
}

/** Where closures and some objects were made: rows in ascending order of node. Lines and columns count from 0. */
export interface SourceLocations {
  readonly count: number;
  readonly node: Uint32Array;
  readonly script: Uint32Array;
  readonly line: Uint32Array;
  readonly column: Uint32Array;
  /** By number of the script; absent if the heap itself tells them, as V8's does. */
  readonly urls?: readonly string[];
}
