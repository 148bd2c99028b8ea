import type { Bytes } from '../../../format/units.ts';
import {
  roomOf,
  type WordSize,
  type WordsPerEntry,
  wordsForOneMore,
  wordsOf,
  wordsPerEntry,
} from './hash-table.ts';

/**
 * How V8 lays out the backing stores of its containers, and what the size of one says of its entries. Small integers,
 * doubles and booleans have no edge in a snapshot: of these only the room in the store is known.
 */
export interface TableLayout {
  /** What one more entry takes, its share of buckets included. */
  readonly bytesPerEntry: Bytes;
  /** How many entries there is room for in a store of this size. */
  room(size: Bytes): number;
  /** A store is made anew when the one before is full: with fewer entries than this it would not have been. */
  least(room: number): number;
}

function hashTable(entry: WordsPerEntry, wordSize: WordSize): TableLayout {
  return {
    bytesPerEntry: wordsForOneMore(entry) * wordSize,
    room: (size) => Math.max(0, roomOf(size, entry)),
    least: (room) => room / 2,
  };
}

/** Grows by half of itself and 16. */
function elements(wordSize: WordSize): TableLayout {
  return {
    bytesPerEntry: wordSize,
    room: (size) => Math.max(0, Math.floor(wordsOf(size, wordSize))),
    least: (room) => Math.max(0, (room - 16) / 1.5),
  };
}

/** Three words an entry, and at most two thirds of them filled; it doubles. */
function dictionary(wordSize: WordSize): TableLayout {
  return {
    bytesPerEntry: 4.5 * wordSize,
    room: (size) => Math.max(0, Math.floor(wordsOf(size, wordSize) / 4.5)),
    least: (room) => room / 2,
  };
}

/** @param wordSize what a pointer takes in this heap */
export function layoutOf(className: string, wordSize: WordSize): TableLayout {
  switch (className) {
    case 'Map':
    case 'SafeMap':
      return hashTable(wordsPerEntry.map, wordSize);
    case 'Set':
    case 'SafeSet':
      return hashTable(wordsPerEntry.set, wordSize);
    case 'Array':
      return elements(wordSize);
    default:
      return dictionary(wordSize);
  }
}

/** Entries of a store of this size: the middle of what may be in it. */
export function likelyEntries(layout: TableLayout, size: Bytes): number {
  const room = layout.room(size);
  return Math.round((room + layout.least(room)) / 2);
}
