import { type EdgeIndex, EdgeType, type NodeIndex, NodeType } from '../../parse/snapshot-columns.ts';
import type { Entry } from '../container-entry.ts';
import { areNamedByData } from '../dictionaries.ts';
import { internalTarget, type NodesAndEdges } from '../internal-target.ts';
import { firstKeyOf, roomOf, type WordsPerEntry, wordsPerEntry } from './hash-table.ts';

/** The entries of a container of V8, out of whatever knows its edges; undefined for anything else. */
export function entriesInV8(
  graph: NodesAndEdges,
  className: string,
  container: NodeIndex,
): Entry[] | undefined {
  switch (className) {
    case 'Map':
    case 'SafeMap':
      return tableEntries(graph, container, wordsPerEntry.map);
    case 'Set':
    case 'SafeSet':
      return tableEntries(graph, container, wordsPerEntry.set);
    case 'Array':
      return elements(graph, container);
    default:
      return dictionaryEntries(graph, container);
  }
}

function elements(graph: NodesAndEdges, array: NodeIndex): Entry[] {
  const entries: Entry[] = [];
  for (let e = graph.firstEdge(array); e < graph.endEdge(array); e++) {
    if (graph.edgeType(e) === EdgeType.element) entries.push({ value: graph.edgeTarget(e) });
  }
  return entries;
}

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
  return areNamedByData(entries.length) ? entries : undefined;
}

function namedEntries(graph: NodesAndEdges, store: NodeIndex): Entry[] | undefined {
  const byWord = new Map<number, NodeIndex>();
  for (let e = graph.firstEdge(store); e < graph.endEdge(store); e++) {
    const word = wordNumber(graph, e);
    if (!Number.isNaN(word)) byWord.set(word, graph.edgeTarget(e));
  }
  const keys = [0, 1, 2].map((place) => keysAt(graph, byWord, place));
  const most = Math.max(...keys.map((found) => found.length));
  if (!areNamedByData(most)) return undefined;
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

function tableEntries(graph: NodesAndEdges, collection: NodeIndex, wordsOfOne: WordsPerEntry): Entry[] {
  const table = internalTarget(graph, collection, 'table');
  if (table === undefined) return [];
  const room = roomOf(graph.selfSize(table), wordsOfOne);
  const firstKey = firstKeyOf(room);
  const entries = new Map<number, { key?: NodeIndex; value?: NodeIndex }>();
  for (let e = graph.firstEdge(table); e < graph.endEdge(table); e++) {
    const word = wordNumber(graph, e) - firstKey;
    const place = word % wordsOfOne;
    const number = (word - place) / wordsOfOne;
    if (!(word >= 0) || place > 1 || number >= room || isHole(graph, graph.edgeTarget(e))) continue;
    let entry = entries.get(number);
    if (entry === undefined) {
      entry = {};
      entries.set(number, entry);
    }
    if (place === 0) entry.key = graph.edgeTarget(e);
    else if (wordsOfOne === wordsPerEntry.map) entry.value = graph.edgeTarget(e);
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
