import type { Bytes } from '../../format/units.ts';
import { isOrderOfV8, unsignedName } from './edge-section.ts';
import { FilePages } from './file-pages.ts';
import { FileWindow } from './file-window.ts';
import { readKey } from './json-skip.ts';
import { LineIndex } from './line-index.ts';
import type { LinedPart } from './line-thread.ts';
import type { NodeColumns } from './node-section.ts';
import { integerName } from './number-values.ts';
import { type PlacedNodes, readPlacedNodes } from './placed-nodes.ts';
import { type EdgeIndex, edgeIsIndexed, type NodeIndex, NodeType } from './snapshot-columns.ts';
import type { SnapshotHeader } from './snapshot-header.ts';
import { SparseStrings } from './sparse-strings.ts';
import { engineName, isHiddenThing } from './v8-words.ts';

/** A record is rarely longer; what is read too much costs less than a second read. */
const likelyRecord: Bytes = 24;
const longestRead: Bytes = 1 << 20;
const [zero, nine, minus, comma, newline, closing] = [0x30, 0x39, 0x2d, 0x2c, 0x0a, 0x5d];

/**
 * A capture of which the nodes are read, and edges and strings only if they are asked for: a fraction of the time
 * and memory of reading all of it, as long as little is asked. It answers as a HeapGraph does.
 */
export class SparseSnapshot {
  readonly nodes: NodeColumns;
  private readonly window: FileWindow;
  private readonly header: SnapshotHeader;
  private readonly pages: FilePages;
  private readonly lines: LineIndex;
  private readonly strings: SparseStrings;
  private readonly isRead: Uint8Array;
  /** How many of a node's edges lead to values of numbers, which are no objects; see `withValuesApart`. */
  private readonly toValues = new Map<NodeIndex, number>();
  /** All numbers that are objects have one name. */
  private heapNumberName = -1;
  // As long as all edges, so that they keep their numbers: what is not written takes no memory.
  private readonly edgeTypes: Uint8Array;
  private readonly edgeNames: Uint32Array;
  private readonly edgeTargets: Uint32Array;

  /**
   * @param nodes if they were read before
   * @returns undefined for a file that is not written as V8 writes it, a record or a string a line
   * @throws SnapshotError for one that is torn or inconsistent where it is looked at
   */
  static open(file: string, nodes?: PlacedNodes): SparseSnapshot | undefined {
    return openEdges(file, nodes)?.open();
  }

  constructor(window: FileWindow, { header, nodes }: PlacedNodes, { pages, lines, strings }: Lookup) {
    this.window = window;
    this.pages = pages;
    this.header = header;
    this.nodes = nodes;
    this.lines = lines;
    this.strings = strings;
    const { nodeCount, edgeCount } = header;
    this.isRead = new Uint8Array(nodeCount);
    this.edgeTypes = new Uint8Array(edgeCount);
    this.edgeNames = new Uint32Array(edgeCount);
    this.edgeTargets = new Uint32Array(edgeCount);
  }

  get nodeCount(): number {
    return this.header.nodeCount;
  }

  type(node: NodeIndex): number {
    const type = this.nodes.nodeType[node];
    const isHidden = type === NodeType.native && isHiddenThing(this.strings.get(this.nodes.nodeName[node]));
    return isHidden ? NodeType.hidden : type;
  }

  id(node: NodeIndex): number {
    return this.nodes.nodeId[node];
  }

  rawName(node: NodeIndex): string {
    const type = this.nodes.nodeType[node];
    const raw = this.strings.get(this.nodes.nodeName[node]);
    return type === NodeType.object || type === NodeType.code ? engineName(raw) : raw;
  }

  selfSize(node: NodeIndex): Bytes {
    return this.nodes.largeSizes.get(node) ?? this.nodes.selfSize[node];
  }

  firstEdge(node: NodeIndex): EdgeIndex {
    if (this.isRead[node] === 0) this.readEdgesOf(node);
    return this.nodes.firstEdge[node];
  }

  endEdge(node: NodeIndex): EdgeIndex {
    if (this.isRead[node] === 0) this.readEdgesOf(node);
    return this.nodes.firstEdge[node + 1] - (this.toValues.get(node) ?? 0);
  }

  edgeType(edge: EdgeIndex): number {
    return this.edgeTypes[edge];
  }

  edgeTarget(edge: EdgeIndex): NodeIndex {
    return this.edgeTargets[edge];
  }

  edgeNameOrIndex(edge: EdgeIndex): string | number {
    const name = this.edgeNames[edge];
    return edgeIsIndexed(this.edgeTypes[edge]) ? name : this.strings.get(name);
  }

  close(): void {
    this.window.close();
  }

  private readEdgesOf(node: NodeIndex): void {
    const { firstEdge } = this.nodes;
    const end = firstEdge[node + 1];
    let offset = this.lines.startOf(firstEdge[node]);
    for (let edge = firstEdge[node]; edge < end; ) {
      const length = Math.min(longestRead, (end - edge + 2) * likelyRecord);
      const piece = this.pages.read(offset, Math.min(offset + length, this.window.size));
      const read = this.takeRecords(piece, edge, end);
      if (read.edges === 0) throw this.window.error('edges end before those that the header counts');
      edge += read.edges;
      offset += read.length;
    }
    this.isRead[node] = 1;
    this.leaveOutValues(node);
  }

  private leaveOutValues(node: NodeIndex): void {
    const end = this.nodes.firstEdge[node + 1];
    let kept = this.nodes.firstEdge[node];
    for (let edge = kept; edge < end; edge++) {
      if (this.isValue(node, this.edgeTargets[edge])) continue;
      this.edgeTypes[kept] = this.edgeTypes[edge];
      this.edgeNames[kept] = this.edgeNames[edge];
      this.edgeTargets[kept++] = this.edgeTargets[edge];
    }
    if (kept < end) this.toValues.set(node, end - kept);
  }

  private isValue(from: NodeIndex, to: NodeIndex): boolean {
    const { nodeType, nodeName } = this.nodes;
    if (nodeType[from] === NodeType.number) return nodeType[to] === NodeType.string;
    if (nodeType[to] !== NodeType.number || nodeName[to] === this.heapNumberName) return false;
    const isInteger = this.strings.get(nodeName[to]) === integerName;
    if (!isInteger) this.heapNumberName = nodeName[to];
    return isInteger;
  }

  /** Takes the records that stand whole in a piece; the one behind the last may be cut. */
  private takeRecords(piece: Buffer, from: EdgeIndex, end: EdgeIndex): { edges: number; length: Bytes } {
    let at = 0;
    let edge = from;
    const numbers = [0, 0, 0];
    for (let start = 0; edge < end; start = at) {
      for (let field = 0; field < 3; field++) {
        while (piece[at] === comma || piece[at] === newline) at++;
        const isNegative = piece[at] === minus;
        if (isNegative) at++;
        let number = 0;
        const digits = at;
        for (; piece[at] >= zero && piece[at] <= nine; at++) number = number * 10 + piece[at] - zero;
        if (at === piece.length) return { edges: edge - from, length: start };
        if (at === digits) throw this.window.error('an edge is not a record of three numbers');
        numbers[field] = isNegative ? -number : number;
      }
      this.put(edge++, numbers);
    }
    return { edges: edge - from, length: at };
  }

  private put(edge: EdgeIndex, [type, name, place]: readonly number[]): void {
    const { types } = this.header.edge;
    const to = place / this.header.node.fieldCount;
    if (!(type in types) || !Number.isInteger(to) || to < 0 || to >= this.header.nodeCount)
      throw this.window.error('an edge is invalid or leads to no node');
    this.edgeTypes[edge] = types[type];
    this.edgeNames[edge] = unsignedName(types[type], name);
    this.edgeTargets[edge] = to;
  }
}

/** Finds what is asked for one by one. */
interface Lookup {
  readonly pages: FilePages;
  readonly lines: LineIndex;
  readonly strings: SparseStrings;
}

/** A capture that stands before its edges: its lines are to be counted before it can be asked. */
export class BeforeEdges {
  readonly part: LinedPart;
  private readonly window: FileWindow;
  private readonly placed: PlacedNodes;

  constructor(window: FileWindow, placed: PlacedNodes) {
    this.window = window;
    this.placed = placed;
    this.part = { descriptor: window.descriptor, from: window.offset, to: window.size };
  }

  /** @param counted what a `LineCount` of its part gave */
  open(counted?: Uint32Array): SparseSnapshot | undefined {
    const { window, placed } = this;
    let opened: SparseSnapshot | undefined;
    try {
      const pages = new FilePages(window.descriptor);
      const lines = new LineIndex(window, pages, this.part.from, this.part.to, counted);
      const end = lines.startOf(placed.header.edgeCount);
      if (window.bytesAt(end, 1)[0] !== closing) return undefined;
      const strings = SparseStrings.behind(end, window, pages, lines);
      opened = strings && new SparseSnapshot(window, placed, { pages, lines, strings });
      return opened;
    } finally {
      if (opened === undefined) this.close();
    }
  }

  close(): void {
    this.window.close();
  }
}

/** @see SparseSnapshot.open, which counts lines itself */
export function openEdges(file: string, nodes?: PlacedNodes): BeforeEdges | undefined {
  const window = new FileWindow(file);
  let opened: BeforeEdges | undefined;
  try {
    const placed = nodes ?? readPlacedNodes(window);
    if (placed === undefined || !isOrderOfV8(placed.header.edge)) return undefined;
    window.seek(placed.end);
    if (standsBeforeEdges(window)) opened = new BeforeEdges(window, placed);
    return opened;
  } finally {
    if (opened === undefined) window.close();
  }
}

/** Moves behind the bracket that opens the edges, which V8 writes right behind the nodes. */
function standsBeforeEdges(window: FileWindow): boolean {
  window.expect(',');
  window.peek();
  if (readKey(window) !== 'edges') return false;
  window.expect(':');
  window.expect('[');
  return true;
}
