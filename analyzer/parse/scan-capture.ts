import type { Bytes } from '../../format/units.ts';
import { type EdgeRange, findEdges } from './edge-range.ts';
import { isOrderOfV8 } from './edge-section.ts';
import { FileWindow } from './file-window.ts';
import { findLines } from './line-places.ts';
import { type NodeColumns, readNodes } from './node-section.ts';
import { NumberArray } from './number-array.ts';
import { readSnapshot } from './read-snapshot.ts';
import {
  type EdgeTypeName,
  edgeIsIndexed,
  edgeTypes,
  type NodeIndex,
  type NodeTypeName,
  nodeTypes,
} from './snapshot-columns.ts';
import { SnapshotError } from './snapshot-error.ts';
import type { SnapshotHeader } from './snapshot-header.ts';
import { readSections } from './top-level.ts';

/** An object of a capture with all edges that lead away from it. */
export interface ScannedObject {
  readonly type: NodeTypeName;
  readonly selfSize: Bytes;
  readonly edges: readonly ScannedEdge[];
}

export interface ScannedEdge {
  readonly type: EdgeTypeName;
  readonly nameOrIndex: string | number;
  readonly targetId: number;
  readonly targetType: NodeTypeName;
  readonly targetSelfSize: Bytes;
}

/**
 * Reads a few objects out of a capture, by object id, at a fraction of the time and memory of reading all of it: the
 * nodes are read, but of edges and strings only those of the wanted objects, and the others are not looked at.
 * @returns what lived at the time; ids that did not are absent
 * @throws SnapshotError for a capture that is torn or inconsistent where it was looked at
 */
export function scanCapture(file: string, wanted: ReadonlySet<number>): Map<number, ScannedObject> {
  const window = new FileWindow(file);
  try {
    return scanLines(window, wanted) ?? readWhole(file, wanted);
  } finally {
    window.close();
  }
}

interface FoundNode {
  readonly id: number;
  readonly node: NodeIndex;
}

interface FoundEdge {
  readonly type: number;
  readonly name: number;
  readonly to: NodeIndex;
}

/** Undefined for a file that is not written as V8 writes it, a record or a string a line. */
function scanLines(window: FileWindow, wanted: ReadonlySet<number>): Map<number, ScannedObject> | undefined {
  const start = readNodeSection(window);
  if (start?.range === undefined) return undefined;
  const { header, nodes, range } = start;
  const found = findNodes(nodes, wanted);
  const firstLines = found.map(({ node }) => nodes.firstEdge[node]);
  const { starts, count } = findLines(window, range.from, range.to, firstLines);
  if (count !== header.edgeCount || starts.length !== found.length) return undefined;

  const edges = found.map(({ node }, at) =>
    readEdgesAt(window, header, starts[at], nodes.firstEdge[node + 1] - nodes.firstEdge[node]),
  );
  const names = readNames(window, range, edges.flat());
  if (names === undefined) return undefined;
  const describe = (edge: FoundEdge): ScannedEdge => ({
    type: edgeTypes[edge.type],
    nameOrIndex: edgeIsIndexed(edge.type) ? edge.name : names.get(edge.name)!,
    targetId: nodes.nodeId[edge.to],
    targetType: nodeTypes[nodes.nodeType[edge.to]],
    targetSelfSize: sizeOf(nodes, edge.to),
  });
  return new Map(
    found.map(({ id, node }, at) => [
      id,
      {
        type: nodeTypes[nodes.nodeType[node]],
        selfSize: sizeOf(nodes, node),
        edges: edges[at].map(describe),
      },
    ]),
  );
}

interface NodeSection {
  readonly header: SnapshotHeader;
  readonly nodes: NodeColumns;
  readonly range: EdgeRange | undefined;
}

/** Undefined where the nodes do not come right behind the header. */
function readNodeSection(window: FileWindow): NodeSection | undefined {
  let section: NodeSection | undefined;
  readSections(
    window,
    new Map([
      [
        'nodes',
        (at, header) => {
          const range = isOrderOfV8(header.edge) ? findEdges(at, header) : undefined;
          section = { header, range, nodes: readNodes(at, header).columns };
        },
      ],
    ]),
    ['snapshot', 'nodes'],
  );
  return section;
}

function findNodes({ nodeId }: NodeColumns, wanted: ReadonlySet<number>): FoundNode[] {
  const found: FoundNode[] = [];
  const sieve = new Uint8Array(1 << 16);
  for (const id of wanted) sieve[id & 0xffff] = 1;
  for (let node = 0; node < nodeId.length; node++) {
    const id = nodeId[node];
    if (sieve[id & 0xffff] === 1 && wanted.has(id)) found.push({ id, node });
  }
  return found;
}

function readEdgesAt(window: FileWindow, header: SnapshotHeader, start: Bytes, count: number): FoundEdge[] {
  const { types } = header.edge;
  window.seek(start);
  // Records other than the first one begin with the comma behind the one before.
  if (window.peek() === 0x2c) window.at++;
  const numbers = new NumberArray(window, 'edges', 'within');
  const edges: FoundEdge[] = [];
  for (let edge = 0; edge < count; edge++) {
    const record = numbers.take(3);
    const [type, name, place] = record ?? [types.length, 0, 0];
    const to = place / header.node.fieldCount;
    if (type >= types.length || !Number.isInteger(to) || to >= header.nodeCount) {
      throw window.error('an edge is none, or leads to no node');
    }
    edges.push({ type: types[type], name, to });
  }
  return edges;
}

/** The names of edges that have one, by their place among the strings. */
function readNames(
  window: FileWindow,
  range: EdgeRange,
  edges: readonly FoundEdge[],
): Map<number, string> | undefined {
  const indexes = new Set(edges.filter((edge) => !edgeIsIndexed(edge.type)).map((edge) => edge.name));
  const wanted = [...indexes].sort((a, b) => a - b);
  const from = findStrings(window, range);
  if (from === undefined) return undefined;
  const { starts } = findLines(window, from, window.size, wanted);
  if (starts.length !== wanted.length) return undefined;
  return new Map(wanted.map((index, at) => [index, readString(window, starts[at])]));
}

/** Behind the bracket that opens the strings: they come last, behind sections that are small. */
function findStrings(window: FileWindow, range: EdgeRange): Bytes | undefined {
  const key = Buffer.from('"strings":[');
  const step = 1 << 20;
  for (let offset = range.to; offset < window.size; offset += step) {
    const at = window.bytesAt(offset, step + key.length).indexOf(key);
    if (at !== -1) return offset + at + key.length;
  }
  return undefined;
}

const likelyLength: Bytes = 256;

function readString(window: FileWindow, start: Bytes): string {
  for (let length = likelyLength; ; length *= 8) {
    const bytes = window.bytesAt(start, length);
    const text = /^"(?:[^"\\]|\\.)*"/s.exec(bytes.toString('utf8'));
    if (text !== null) return JSON.parse(text[0]) as string;
    if (bytes.length < length) {
      throw new SnapshotError(window.file, start, 'the file ends where the end of a string should stand');
    }
  }
}

function sizeOf({ selfSize, largeSizes }: NodeColumns, node: NodeIndex): Bytes {
  return largeSizes.get(node) ?? selfSize[node];
}

function readWhole(file: string, wanted: ReadonlySet<number>): Map<number, ScannedObject> {
  const columns = readSnapshot(file);
  const { edgeType, edgeName, edgeTo, firstEdge, strings } = columns;
  const objects = new Map<number, ScannedObject>();
  for (const { id, node } of findNodes(columns, wanted)) {
    const edges: ScannedEdge[] = [];
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const type = edgeType[edge];
      edges.push({
        type: edgeTypes[type],
        nameOrIndex: edgeIsIndexed(type) ? edgeName[edge] : strings.get(edgeName[edge]),
        targetId: columns.nodeId[edgeTo[edge]],
        targetType: nodeTypes[columns.nodeType[edgeTo[edge]]],
        targetSelfSize: sizeOf(columns, edgeTo[edge]),
      });
    }
    objects.set(id, { type: nodeTypes[columns.nodeType[node]], selfSize: sizeOf(columns, node), edges });
  }
  strings.close();
  return objects;
}
