import type { Bytes } from '../../../format/units.ts';

/** A store of V8 is an array: a header, then words of one pointer each. Its edges are named by the number of their word. */
export const wordSize: Bytes = 8;
const arrayHeader: Bytes = 16;

export function wordsOf(store: Bytes): number {
  return (store - arrayHeader) / wordSize;
}

/** In front of the buckets stand the numbers of entries, of deleted ones and of buckets. */
const numbersInFront = 3;
const bucketsPerEntry = 0.5;

/** Words of an entry: key, value, next in the bucket; a Set has no value. */
export const wordsPerEntry = { map: 3, set: 2 } as const;
export type WordsPerEntry = (typeof wordsPerEntry)[keyof typeof wordsPerEntry];

/** What one more entry takes, its share of the buckets included. */
export function wordsForOneMore(entry: WordsPerEntry): number {
  return entry + bucketsPerEntry;
}

/** How many entries there is room for in the table of a Map or Set (`OrderedHashTable`). */
export function roomOf(table: Bytes, entry: WordsPerEntry): number {
  return Math.floor((wordsOf(table) - numbersInFront) / wordsForOneMore(entry));
}

/** The word of the first key in a table with so much room. */
export function firstKeyOf(room: number): number {
  return numbersInFront + Math.floor(room * bucketsPerEntry);
}
