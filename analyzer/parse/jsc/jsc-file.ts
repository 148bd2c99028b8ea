import type { Bytes } from '../../../format/units.ts';
import type { FileWindow } from '../file-window.ts';
import { skipValue } from '../json-skip.ts';
import { eachKey } from '../object-keys.ts';
import { nameASnapshot } from '../snapshot-error.ts';
import { type EdgeRows, readEdgeRows } from './edge-rows.ts';
import { type NodeOrder, orderById } from './node-order.ts';
import { type JscSnapshotType, type NodeRows, readNodeRows } from './node-rows.ts';
import { noNotes, type ProbeNotes, readNotes } from './probe-notes.ts';

/** A string of V8's longest length: nothing that JavaScriptCore writes into one section comes near. */
const longestText: Bytes = 1 << 29;

/** What is in the file, before anything is made of it. */
export interface JscFile {
  readonly nodes: NodeRows;
  readonly order: NodeOrder;
  readonly classNames: readonly string[];
  readonly edges: EdgeRows;
  readonly edgeTypes: readonly string[];
  readonly edgeNames: readonly string[];
  readonly labels: readonly string[];
  readonly notes: ProbeNotes;
}

/** The part of it that tells how old the objects are. */
export type JscNodes = Pick<JscFile, 'nodes' | 'classNames'>;

export function readJscFile(window: FileWindow): JscFile {
  const sections = readSections(window, () => false);
  const { nodes, order, classNames, edges, edgeTypes, edgeNames } = sections;
  const labels = sections.labels ?? [];
  if (!nodes || !order) throw missing(window, 'nodes');
  if (!classNames) throw missing(window, 'nodeClassNames');
  if (!edges) throw missing(window, 'edges');
  if (!edgeTypes) throw missing(window, 'edgeTypes');
  if (!edgeNames) throw missing(window, 'edgeNames');
  checkIndexes(window, 'node', nodes.className, 'class', classNames);
  checkIndexes(window, 'node', nodes.label, 'label', labels);
  checkIndexes(window, 'edge', edges.type, 'type', edgeTypes);
  return {
    nodes,
    order,
    classNames,
    edges,
    edgeTypes,
    edgeNames,
    labels,
    notes: sections.notes ?? noNotes,
  };
}

/** Stops as soon as the nodes and their classes have been read; what stands behind them may be torn. */
export function readJscNodes(window: FileWindow): JscNodes {
  const { nodes, classNames } = readSections(window, (read) => !!read.nodes && !!read.classNames);
  if (!nodes) throw missing(window, 'nodes');
  if (!classNames) throw missing(window, 'nodeClassNames');
  checkIndexes(window, 'node', nodes.className, 'class', classNames);
  return { nodes, classNames };
}

type Sections = { -readonly [K in keyof JscFile]?: JscFile[K] };

function readSections(window: FileWindow, isEnough: (sections: Sections) => boolean): Sections {
  const sections: Sections = {};
  const seen = new Set<string>();
  let type: JscSnapshotType | undefined;
  const readers: Readonly<Record<string, () => void>> = {
    type: () => {
      type = readType(window);
    },
    nodes: () => {
      if (type === undefined) throw window.error('has "nodes" before its "type"', nameASnapshot);
      sections.nodes = readNodeRows(window, type);
      sections.order = orderById(window, sections.nodes);
    },
    nodeClassNames: () => {
      sections.classNames = readTexts(window, 'nodeClassNames');
    },
    edges: () => {
      if (!sections.order) throw window.error('has "edges" before its "nodes"', nameASnapshot);
      sections.edges = readEdgeRows(window, sections.order);
    },
    edgeTypes: () => {
      sections.edgeTypes = readTexts(window, 'edgeTypes');
    },
    edgeNames: () => {
      sections.edgeNames = readTexts(window, 'edgeNames');
    },
    labels: () => {
      sections.labels = readTexts(window, 'labels');
    },
    heaptrail: () => {
      sections.notes = readNotes(readJson(window));
    },
  };
  eachKey(window, (key) => {
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (reader === undefined) skipValue(window);
    else if (seen.has(key)) throw window.error(`"${key}" appears twice`);
    else reader();
    seen.add(key);
    return !isEnough(sections);
  });
  return sections;
}

function readType(window: FileWindow): JscSnapshotType {
  const type = readJson(window);
  if (type === 'Inspector' || type === 'GCDebugging') return type;
  throw window.error(`is of type ${JSON.stringify(type)}: not a heap snapshot`, nameASnapshot);
}

function readTexts(window: FileWindow, key: string): readonly string[] {
  const texts = readJson(window);
  if (Array.isArray(texts) && texts.every((text) => typeof text === 'string')) return texts;
  throw window.error(`"${key}" is not a list of strings`);
}

/** A value that is small enough to be parsed at once. */
function readJson(window: FileWindow): unknown {
  window.peek();
  const start = window.offset;
  skipValue(window);
  const length = window.offset - start;
  if (length > longestText) throw window.error('holds a list that is too long');
  try {
    return JSON.parse(window.bytesAt(start, length).toString('utf8'));
  } catch {
    window.seek(start);
    throw window.error('holds something that is not JSON');
  }
}

function checkIndexes(
  window: FileWindow,
  kind: string,
  indexes: Uint32Array | Uint8Array,
  field: string,
  texts: readonly string[],
): void {
  for (let at = 0; at < indexes.length; at++) {
    if (indexes[at] >= texts.length)
      throw window.error(`${kind} ${at} has ${field} ${indexes[at]} of ${texts.length}`);
  }
}

function missing(window: FileWindow, key: string): Error {
  return window.error(`has no "${key}": not a whole heap snapshot`, nameASnapshot);
}
