import type { HeapGraph } from '../graph/heap-graph.ts';
import { partsOf } from '../graph/rope-text.ts';
import { type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';

/** V8 writes no more than this of a string. */
const longestWritten = 1024;
/** Of a string in V8's heap: its map, its hash and its length. */
const header = 16;

/** How many characters strings have. Ropes share parts and can be deep: each part is added up once. */
export class StringLengths {
  readonly #graph: HeapGraph;
  readonly #known = new Map<NodeIndex, number>();

  constructor(graph: HeapGraph) {
    this.#graph = graph;
  }

  /** -1 for what is no string, and if the snapshot does not tell. */
  of(node: NodeIndex): number {
    if (this.#graph.columns.gaps?.stringContents === false) return -1;
    // A rope comes again, as its complement, when all its parts are known.
    const pending = [node];
    for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
      if (part < 0) this.#known.set(~part, this.#sumOf(~part));
      else if (!this.#known.has(part)) this.#begin(part, pending);
    }
    return this.#known.get(node) ?? -1;
  }

  #begin(part: NodeIndex, pending: number[]): void {
    const type = this.#graph.type(part);
    this.#known.set(part, type === NodeType.string ? flatLength(this.#graph, part) : -1);
    if (type === NodeType.consString) pending.push(~part, ...partsOf(this.#graph, part));
  }

  #sumOf(rope: NodeIndex): number {
    const lengths = partsOf(this.#graph, rope).map((part) => this.#known.get(part) ?? -1);
    return lengths.includes(-1) ? -1 : lengths.reduce((sum, length) => sum + length, 0);
  }
}

/** Of a longer one than the snapshot shows, by its size: one byte a character, or two if one of them needs that. */
function flatLength(graph: HeapGraph, node: NodeIndex): number {
  const text = graph.rawName(node);
  if (text.length < longestWritten) return text.length;
  const isWide = /[^\0-\xff]/.test(text);
  return Math.max(text.length, Math.floor((graph.selfSize(node) - header) / (isWide ? 2 : 1)));
}
