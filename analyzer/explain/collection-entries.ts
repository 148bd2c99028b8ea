import type { AgedHeap } from '../growth/aged-heap.ts';
import { EdgeType, type NodeIndex } from '../parse/snapshot-columns.ts';

/**
 * V8's hash tables (OrderedHashTable): three bookkeeping words, the buckets (half the capacity), then per entry the
 * key, the value (Maps only) and the link of the bucket's chain. Edges carry the word's number as their name.
 */
const headerWords = 3;
const wordSize = 8;
const arrayHeader = 16;

interface Entry {
  key?: NodeIndex;
  value?: NodeIndex;
}

/**
 * How many entries of a Map or Set were born in each interval; undefined for anything else.
 * An entry is as old as the older of its key and value, except that one from before the first capture does not
 * date it: keys are often strings the program always had.
 */
export function entryBirths(heap: AgedHeap, collection: NodeIndex): number[] | undefined {
  const className = heap.names.className(collection);
  if (className !== 'Map' && className !== 'Set') return undefined;
  const table = tableOf(heap, collection);
  if (table === undefined) return undefined;
  const births = new Array<number>(heap.intervals).fill(0);
  for (const entry of entriesOf(heap, table, className === 'Map' ? 3 : 2).values())
    births[birthOf(heap, entry)]++;
  return births;
}

function tableOf(heap: AgedHeap, collection: NodeIndex): NodeIndex | undefined {
  const { graph } = heap;
  for (let e = graph.firstEdge(collection); e < graph.endEdge(collection); e++) {
    if (graph.edgeType(e) === EdgeType.internal && graph.edgeNameOrIndex(e) === 'table')
      return graph.edgeTarget(e);
  }
  return undefined;
}

function entriesOf(heap: AgedHeap, table: NodeIndex, wordsPerEntry: number): Map<number, Entry> {
  const { graph } = heap;
  const words = (graph.selfSize(table) - arrayHeader) / wordSize;
  const capacity = Math.floor((words - headerWords) / (wordsPerEntry + 0.5));
  const firstKey = headerWords + Math.floor(capacity / 2);
  const entries = new Map<number, Entry>();
  for (let e = graph.firstEdge(table); e < graph.endEdge(table); e++) {
    const word = Number(graph.edgeNameOrIndex(e)) - firstKey;
    if (!(word >= 0) || graph.edgeType(e) === EdgeType.weak) continue;
    const place = word % wordsPerEntry;
    const number = (word - place) / wordsPerEntry;
    if (place > 1 || number >= capacity || isHole(heap, graph.edgeTarget(e))) continue;
    const entry = entries.get(number) ?? {};
    if (place === 0) entry.key = graph.edgeTarget(e);
    else if (wordsPerEntry === 3) entry.value = graph.edgeTarget(e);
    entries.set(number, entry);
  }
  return entries;
}

/** A deleted entry keeps the engine's hole in place of its key and value. */
function isHole(heap: AgedHeap, v: NodeIndex): boolean {
  return /^(system \/ (Hole|Oddball)|the_hole|hash_table_hole)/.test(heap.graph.rawName(v));
}

function birthOf(heap: AgedHeap, { key, value }: Entry): number {
  const births = [key, value]
    .flatMap((v) => (v === undefined ? [] : heap.birth[v]))
    .filter((birth) => birth > 0);
  return births.length === 0 ? 0 : Math.min(...births);
}
