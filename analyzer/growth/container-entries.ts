import { type EdgeIndex, EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { AgedHeap } from './aged-heap.ts';

/** One entry of a container. A small integer is no node: both are absent where key and value are. */
export interface Entry {
  readonly key?: NodeIndex;
  readonly value?: NodeIndex;
}

/**
 * The entries of a Map, a Set or an array, small integers included where the table shows that they are there;
 * undefined for anything else.
 */
export function entriesOf(heap: AgedHeap, container: NodeIndex): Entry[] | undefined {
  switch (heap.names.className(container)) {
    case 'Map':
    case 'SafeMap':
      return tableEntries(heap, container, 3);
    case 'Set':
    case 'SafeSet':
      return tableEntries(heap, container, 2);
    case 'Array':
      return elements(heap, container);
    default:
      return undefined;
  }
}

/**
 * The interval in which an entry was added. Its key and value are usually made for it; where one of them is from
 * before the first capture, it does not date the entry, because keys are often strings the program always had.
 */
export function birthOfEntry(heap: AgedHeap, { key, value }: Entry): number {
  let birth = Number.POSITIVE_INFINITY;
  if (key !== undefined && heap.birth[key] > 0) birth = heap.birth[key];
  if (value !== undefined && heap.birth[value] > 0) birth = Math.min(birth, heap.birth[value]);
  return birth === Number.POSITIVE_INFINITY ? 0 : birth;
}

function elements(heap: AgedHeap, array: NodeIndex): Entry[] {
  const { graph } = heap;
  const entries: Entry[] = [];
  for (let e = graph.firstEdge(array); e < graph.endEdge(array); e++) {
    if (graph.edgeType(e) === EdgeType.element) entries.push({ value: graph.edgeTarget(e) });
  }
  return entries;
}

/**
 * V8's hash tables (OrderedHashTable): three bookkeeping words, the buckets (half the capacity), then per entry the
 * key, the value (Maps only) and the link of the bucket's chain. Edges carry the word's number as their name.
 */
const headerWords = 3;
const wordSize = 8;
const arrayHeader = 16;

function tableEntries(heap: AgedHeap, collection: NodeIndex, wordsPerEntry: 2 | 3): Entry[] {
  const { graph } = heap;
  const table = tableOf(heap, collection);
  if (table === undefined) return [];
  const words = (graph.selfSize(table) - arrayHeader) / wordSize;
  const capacity = Math.floor((words - headerWords) / (wordsPerEntry + 0.5));
  const firstKey = headerWords + Math.floor(capacity / 2);
  const entries = new Map<number, { key?: NodeIndex; value?: NodeIndex }>();
  for (let e = graph.firstEdge(table); e < graph.endEdge(table); e++) {
    const word = wordNumber(heap, e) - firstKey;
    const place = word % wordsPerEntry;
    const number = (word - place) / wordsPerEntry;
    if (!(word >= 0) || place > 1 || number >= capacity || isHole(heap, graph.edgeTarget(e))) continue;
    let entry = entries.get(number);
    if (entry === undefined) {
      entry = {};
      entries.set(number, entry);
    }
    if (place === 0) entry.key = graph.edgeTarget(e);
    else if (wordsPerEntry === 3) entry.value = graph.edgeTarget(e);
  }
  return [...entries.values()];
}

function tableOf(heap: AgedHeap, collection: NodeIndex): NodeIndex | undefined {
  const { graph } = heap;
  for (let e = graph.firstEdge(collection); e < graph.endEdge(collection); e++) {
    if (graph.edgeType(e) === EdgeType.internal && graph.edgeNameOrIndex(e) === 'table')
      return graph.edgeTarget(e);
  }
  return undefined;
}

/** The number of the word that an edge of a table stands for; NaN for the table's other edges. */
function wordNumber(heap: AgedHeap, edge: EdgeIndex): number {
  return heap.graph.edgeType(edge) === EdgeType.weak ? Number.NaN : Number(heap.graph.edgeNameOrIndex(edge));
}

/** A deleted entry keeps the engine's hole in place of its key and value. */
function isHole(heap: AgedHeap, v: NodeIndex): boolean {
  return heap.graph.type(v) === NodeType.hidden && /Hole|Oddball|hole/.test(heap.graph.rawName(v));
}
