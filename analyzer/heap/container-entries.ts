import { internalTarget, type NodesAndEdges } from '../graph/internal-target.ts';
import { type EdgeIndex, EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { AgedHeap } from './aged-heap.ts';
import type { Birth } from './birth.ts';
import { entriesInJsc } from './container-entries-of-jsc.ts';
import type { Entry } from './container-entry.ts';

export type { Entry } from './container-entry.ts';

/**
 * The entries of a Map, a Set, an array or an object that is used as a dictionary, small integers included where the table shows that they are there;
 * undefined for anything else.
 */
export function entriesOf({ graph, names }: AgedHeap, container: NodeIndex): Entry[] | undefined {
  const className = names.className(container);
  return graph.columns.engine === 'jsc'
    ? entriesInJsc(graph, className, container)
    : entriesIn(graph, className, container);
}

/** The same out of whatever knows the container's edges, of V8. */
export function entriesIn(
  graph: NodesAndEdges,
  className: string,
  container: NodeIndex,
): Entry[] | undefined {
  switch (className) {
    case 'Map':
    case 'SafeMap':
      return tableEntries(graph, container, 3);
    case 'Set':
    case 'SafeSet':
      return tableEntries(graph, container, 2);
    case 'Array':
      return elements(graph, container);
    default:
      return dictionaryEntries(graph, container);
  }
}

/**
 * The interval in which an entry was added. Its key and value are usually made for it; where one of them is from
 * before the first capture, it does not date the entry, because keys are often strings the program always had.
 */
export function birthOfEntry(heap: AgedHeap, { key, value }: Entry): Birth {
  let birth: Birth = Number.POSITIVE_INFINITY;
  if (key !== undefined && heap.birth[key] > 0) birth = heap.birth[key];
  if (value !== undefined && heap.birth[value] > 0) birth = Math.min(birth, heap.birth[value]);
  return birth === Number.POSITIVE_INFINITY ? 0 : birth;
}

function elements(graph: NodesAndEdges, array: NodeIndex): Entry[] {
  const entries: Entry[] = [];
  for (let e = graph.firstEdge(array); e < graph.endEdge(array); e++) {
    if (graph.edgeType(e) === EdgeType.element) entries.push({ value: graph.edgeTarget(e) });
  }
  return entries;
}

/** Fewer keys than this, and the properties are a record's. */
const dictionaryFrom = 12;

/**
 * V8 turns an object with many changing keys into a dictionary: its property store then holds three words an entry,
 * the key, the value and details. Which of the three comes first is seen from where the keys are: every key is a
 * string or a symbol, and its value stands behind it.
 */
function dictionaryEntries(graph: NodesAndEdges, object: NodeIndex): Entry[] | undefined {
  const store = internalTarget(graph, object, 'properties');
  return (store === undefined ? undefined : namedEntries(graph, store)) ?? numberedEntries(graph, object);
}

/** Keys that are whole numbers stand in the elements. */
function numberedEntries(graph: NodesAndEdges, object: NodeIndex): Entry[] | undefined {
  if (graph.rawName(object) !== 'Object') return undefined;
  const entries = elements(graph, object);
  return entries.length > dictionaryFrom ? entries : undefined;
}

function namedEntries(graph: NodesAndEdges, store: NodeIndex): Entry[] | undefined {
  const byWord = new Map<number, NodeIndex>();
  for (let e = graph.firstEdge(store); e < graph.endEdge(store); e++) {
    const word = wordNumber(graph, e);
    if (!Number.isNaN(word)) byWord.set(word, graph.edgeTarget(e));
  }
  const keys = [0, 1, 2].map((place) => keysAt(graph, byWord, place));
  const most = Math.max(...keys.map((found) => found.length));
  if (most <= dictionaryFrom) return undefined;
  const place = keys.findIndex((found, p) => found.length === most && keys[(p + 2) % 3].length < most);
  return (keys[place] ?? keys[0]).map((word) => entryOf(byWord.get(word)!, byWord.get(word + 1)));
}

function keysAt(graph: NodesAndEdges, byWord: ReadonlyMap<number, NodeIndex>, place: number): number[] {
  const words: number[] = [];
  for (const [word, v] of byWord) {
    const type = graph.type(v);
    if (word % 3 === place && (type === NodeType.string || type === NodeType.symbol)) words.push(word);
  }
  return words;
}

function entryOf(key: NodeIndex, value: NodeIndex | undefined): Entry {
  return value === undefined ? { key } : { key, value };
}

/**
 * V8's hash tables (OrderedHashTable): three bookkeeping words, the buckets (half the capacity), then per entry the
 * key, the value (Maps only) and the link of the bucket's chain. Edges carry the word's number as their name.
 */
const headerWords = 3;
const wordSize = 8;
const arrayHeader = 16;

function tableEntries(graph: NodesAndEdges, collection: NodeIndex, wordsPerEntry: 2 | 3): Entry[] {
  const table = internalTarget(graph, collection, 'table');
  if (table === undefined) return [];
  const words = (graph.selfSize(table) - arrayHeader) / wordSize;
  const capacity = Math.floor((words - headerWords) / (wordsPerEntry + 0.5));
  const firstKey = headerWords + Math.floor(capacity / 2);
  const entries = new Map<number, { key?: NodeIndex; value?: NodeIndex }>();
  for (let e = graph.firstEdge(table); e < graph.endEdge(table); e++) {
    const word = wordNumber(graph, e) - firstKey;
    const place = word % wordsPerEntry;
    const number = (word - place) / wordsPerEntry;
    if (!(word >= 0) || place > 1 || number >= capacity || isHole(graph, graph.edgeTarget(e))) continue;
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

/** The number of the word that an edge of a table stands for; NaN for the table's other edges. */
function wordNumber(graph: NodesAndEdges, edge: EdgeIndex): number {
  return graph.edgeType(edge) === EdgeType.weak ? Number.NaN : Number(graph.edgeNameOrIndex(edge));
}

/** A deleted entry keeps the engine's hole in place of its key and value. */
function isHole(graph: NodesAndEdges, v: NodeIndex): boolean {
  return graph.type(v) === NodeType.hidden && /Hole|Oddball|hole/.test(graph.rawName(v));
}
