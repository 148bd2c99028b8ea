import type { MemorySeries } from './memory-trend.ts';
import type { Report } from './report.ts';
import type { Bytes, EpochMillis } from './units.ts';

/**
 * What a page carries. The summary is plain JSON and is shown first; tables are large, packed in columns
 * (see page-table.ts), compressed, and read only when a screen asks for them.
 */
export const pageSchemaVersion = 1;

export interface PageData {
  readonly summary: PageSummary;
  readonly tables: Partial<Readonly<Record<PageTableName, PageTable>>>;
}

export interface PageSummary {
  readonly schemaVersion: typeof pageSchemaVersion;
  readonly report: Report;
  /** What was analyzed, as the reader named it. */
  readonly source: string;
  /** In order of time; the tables number captures by their place here. */
  readonly captures: readonly PageCapture[];
  readonly ledger?: PageLedger;
  /** When pulses counted what is alive; empty if none were recorded. */
  readonly pulses: readonly EpochMillis[];
  readonly limits: readonly PageLimit[];
  /** How allocations were sampled; absent if they were not. */
  readonly sampling?: PageSampling;
  /** The tables that come with it. */
  readonly tables: readonly PageTableName[];
  /** Whether names of objects may hold what the target's strings say. */
  readonly stringsIncluded: boolean;
  /** What the tables leave out, in words for the reader. */
  readonly leftOut: readonly string[];
  /** What each step of a suspect's path retains, from the first one as far as it is known, by fingerprint. */
  readonly pathSizes?: Readonly<Record<string, readonly Bytes[]>>;
  /** A few lines of source code around the places that the report names; absent if none were taken along. */
  readonly excerpts?: readonly SourceExcerpt[];
  /** Given if the recording is compared with an earlier one of the same program. */
  readonly comparison?: PageComparison;
}

/** Lines of source code around one place. */
export interface SourceExcerpt {
  /** The place as the report names it: `src/agent.mjs:16`. */
  readonly place: string;
  /** The number of its first line, from 1. */
  readonly first: number;
  readonly lines: readonly string[];
}

/** What became of each suspect since the earlier recording. What got worse comes first. */
export interface PageComparison {
  readonly before: PageSide;
  /** True if something proven is new or faster. */
  readonly worse: boolean;
  readonly changes: readonly SuspectChange[];
}

/** The earlier recording. */
export type PageSide = Pick<
  PageSummary,
  'source' | 'report' | 'captures' | 'ledger' | 'pulses' | 'limits' | 'pathSizes' | 'excerpts'
>;

export interface SuspectChange {
  readonly state: 'new' | 'faster' | 'slower' | 'gone' | 'same';
  readonly fingerprint: string;
  /** Its rate in the earlier and the later recording, in words; absent if it was not there. */
  readonly before?: string;
  readonly after?: string;
}

export interface PageCapture {
  readonly label: string;
  readonly at?: EpochMillis;
  /** The size of all nodes of the capture; absent if it was not opened. */
  readonly size?: Bytes;
  readonly objects?: number;
}

export interface PageLimit {
  readonly name: 'heap limit' | 'cgroup limit';
  readonly size: Bytes;
}

export interface PageSampling {
  /** Bytes that one sample stands for on average. */
  readonly interval: Bytes;
  /** How many profiles are compared. */
  readonly profiles: number;
}

/** The ledger, thinned to what a chart can show. */
export interface PageLedger {
  readonly at: readonly EpochMillis[];
  readonly series: readonly PageSeries[];
}

export interface PageSeries {
  readonly name: MemorySeries['name'];
  /** One value for each moment, in bytes or a count; null if the ledger does not say. */
  readonly values: readonly (number | null)[];
}

/** `classesBefore`: the classes of the earlier recording, if two are compared. */
export type PageTableName =
  | 'dominators'
  | 'classes'
  | 'paths'
  | 'objects'
  | 'packages'
  | 'stacks'
  | 'classesBefore';

/** Rows in columns. Columns of texts hold places in `strings`, of which the first one is empty. */
export interface PageTable<Name extends string = string> {
  readonly strings: readonly string[];
  readonly columns: Readonly<Record<Name, PageColumn>>;
}

export type PageColumn = Uint8Array | Int32Array | Uint32Array | Float64Array;

/** `single`: one object. `alike`: several of one class below one parent. `rest`: what is too small to be shown. */
export const dominatorKinds = ['single', 'alike', 'rest'] as const;
export type DominatorKind = (typeof dominatorKinds)[number];

/**
 * Who keeps whom alive alone in the last capture, row 0 the root, parents before children:
 * - `parent` row, -1 for the root; `kind` place in `dominatorKinds`;
 * - `edge`, `className`, `place` texts: how the parent reaches it, what it is, where its code stands;
 * - `suspect` text: the fingerprint of the suspect whose holder this is;
 * - `objectId` of a single object, else 0; `count` of objects that the row stands for;
 * - `links` of a folded chain, else 0;
 * - `engine`: 1 if nearly all of it is the engine's own code, shapes and built-ins;
 * - `retained` bytes, and `own` bytes of the row's objects with their backing stores;
 * - `born`: retained bytes by birth, as many a row as there are captures.
 */
export type DominatorsTable = PageTable<
  | 'parent'
  | 'kind'
  | 'edge'
  | 'className'
  | 'place'
  | 'suspect'
  | 'objectId'
  | 'count'
  | 'links'
  | 'engine'
  | 'retained'
  | 'own'
  | 'born'
>;

/**
 * Every class in every capture:
 * - `name` text; `kind` text, the type of node; `place` text: where its code is, if that is one place;
 * - `counts` and `bytes`: row-major, per row for each capture k the k + 1 births 0 .. k of its objects;
 * - `retained` bytes of all objects of the class together, in the last capture;
 * - `classes`: how many classes a row stands for, more than 1 for the rest.
 */
export type ClassesTable = PageTable<'name' | 'kind' | 'place' | 'counts' | 'bytes' | 'retained' | 'classes'>;

/**
 * Every path in every capture; a path is the edges and classes from the root down the dominator tree:
 * - `expression` text as JavaScript writes it; `module` text, whose variable it starts with; `className` text;
 * - `counts` and `bytes`: as of classes; each byte is counted once, at the object it belongs to;
 * - `retained`: row-major, bytes of all objects of the path together, for each capture;
 * - `paths`: how many paths a row stands for, more than 1 for the rest.
 */
export type PathsTable = PageTable<
  'expression' | 'module' | 'className' | 'counts' | 'bytes' | 'retained' | 'paths'
>;

/**
 * A part of the last capture's graph: holders and entries of suspects, the largest objects of all, the largest
 * of each class, and the most telling path from a root to each.
 * - `id` as other tools show it after `@`; `className`, `text` texts (place of code, or what a string says);
 * - `self`, `retained` bytes; `birth`; `distance` steps from the root; `suspect` text, the fingerprint;
 * - `length` of a string in characters, -1 if it is none or not known;
 * - retainers of row r: `firstRetainer[r] .. firstRetainer[r + 1] - 1` in `retainer` (a row, -1 for an object that
 *   is not in the table), `retainerClass` and `retainerEdge` (texts), the nearest to a root first; `retainers`: how
 *   many there are in all;
 * - `pathFrom`: the row before it on the path, -1 at its start, and `pathEdge`, the text of the edge from there;
 * - fields of row r: `firstField[r] .. firstField[r + 1] - 1` in `field` (a row or -1), `fieldEdge`, `fieldClass`,
 *   `fieldValue` (texts), `fieldId` (0 for a small integer, which is no object), `fieldSelf`, `fieldRetained`, `fieldLength`; `fields`: how many there are in all.
 */
export type ObjectsTable = PageTable<
  | 'id'
  | 'className'
  | 'text'
  | 'self'
  | 'retained'
  | 'birth'
  | 'distance'
  | 'suspect'
  | 'length'
  | 'firstRetainer'
  | 'retainer'
  | 'retainerClass'
  | 'retainerEdge'
  | 'retainers'
  | 'pathFrom'
  | 'pathEdge'
  | 'firstField'
  | 'field'
  | 'fieldEdge'
  | 'fieldClass'
  | 'fieldValue'
  | 'fieldId'
  | 'fieldSelf'
  | 'fieldRetained'
  | 'fieldLength'
  | 'fields'
>;

/** `all`: the root. `class`: one class within a package. `rest`: its smaller classes. The others: see `packagesOf`. */
export const packageKinds = [
  'all',
  'own',
  'package',
  'node',
  'globals',
  'shared',
  'engine',
  'unknown',
  'class',
  'rest',
] as const;
export type PackageRowKind = (typeof packageKinds)[number];

/**
 * The last capture by the code that keeps it alive, each byte once; row 0 is all of it, parents come before children:
 * - `parent` row, -1 for the root; `kind` place in `packageKinds`; `name` text;
 * - `suspect` text: the fingerprint of a suspect whose holder is there;
 * - `objects` and own `bytes` of the row with all below it; `classes`: how many a row of the rest stands for, else 0;
 * - `born`: bytes by birth, as many a row as there are captures.
 */
export type PackagesTable = PageTable<
  'parent' | 'kind' | 'name' | 'suspect' | 'objects' | 'bytes' | 'classes' | 'born'
>;

/**
 * The sampled allocations that are alive, as a tree of calls; row 0 is all of them, parents come before children:
 * - `parent` row, -1 for the root; `function` and `file` texts, `line` and `column` from 1, 0 if not known;
 * - `dependency`: 1 below node_modules; `rest`: 1 for the smaller calls of its parent together;
 * - `samples` and `born` of the row alone, without its callees: bytes by the interval between profiles in which they
 *   were allocated, as many a row as there are profiles; 0 is before the first profile.
 */
export type StacksTable = PageTable<
  'parent' | 'function' | 'file' | 'line' | 'column' | 'dependency' | 'rest' | 'samples' | 'born'
>;
