import type { Bytes } from '../../../format/units.ts';

/**
 * A store of V8 is an array: two words in front, then words of one pointer each. Its edges are named by the number of
 * their word. Chromium, Electron and workerd compress pointers to half a word of the machine.
 */
export type WordSize = 4 | 8;
const wordsInFront = 2;

export function wordsOf(store: Bytes, wordSize: WordSize): number {
  return store / wordSize - wordsInFront;
}

/** In front of the buckets stand the numbers of entries, of deleted ones and of buckets. */
const numbersInFront = 3;
const bucketsPerEntry = 0.5;
/** V8 makes none that is smaller. */
const leastRoom = 4;

/** Words of an entry: key, value, next in the bucket; a Set has no value. */
export const wordsPerEntry = { map: 3, set: 2 } as const;
export type WordsPerEntry = (typeof wordsPerEntry)[keyof typeof wordsPerEntry];

/** What one more entry takes, its share of the buckets included. */
export function wordsForOneMore(entry: WordsPerEntry): number {
  return entry + bucketsPerEntry;
}

/**
 * How many entries there is room for in the table of a Map or Set (`OrderedHashTable`). It is a power of two, which only
 * one of the sizes of words gives.
 */
export function roomOf(table: Bytes, entry: WordsPerEntry): number {
  const room = (wordSize: WordSize) => (wordsOf(table, wordSize) - numbersInFront) / wordsForOneMore(entry);
  const compressed = room(4);
  return isRoom(compressed) && !isRoom(room(8)) ? compressed : Math.floor(room(8));
}

function isRoom(room: number): boolean {
  return room >= leastRoom && Number.isInteger(Math.log2(room));
}

/** The word of the first key in a table with so much room. */
export function firstKeyOf(room: number): number {
  return numbersInFront + Math.floor(room * bucketsPerEntry);
}
