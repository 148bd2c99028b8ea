import type { Bytes } from '../../format/units.ts';

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

const wordSize: Bytes = 8;
const arrayHeader: Bytes = 16;
/** OrderedHashTable: three words, a bucket for two entries, then the entries. */
const tableHeaderWords = 3;
const bucketsPerEntry = 0.5;

function hashTable(wordsPerEntry: number): TableLayout {
  const words = wordsPerEntry + bucketsPerEntry;
  return {
    bytesPerEntry: words * wordSize,
    room: (size) => Math.max(0, Math.floor(((size - arrayHeader) / wordSize - tableHeaderWords) / words)),
    least: (room) => room / 2,
  };
}

/** Grows by half of itself and 16. */
const elements: TableLayout = {
  bytesPerEntry: wordSize,
  room: (size) => Math.max(0, Math.floor((size - arrayHeader) / wordSize)),
  least: (room) => Math.max(0, (room - 16) / 1.5),
};

/** Three words an entry, and at most two thirds of them filled; it doubles. */
const dictionary: TableLayout = {
  bytesPerEntry: 4.5 * wordSize,
  room: (size) => Math.max(0, Math.floor((size - arrayHeader) / wordSize / 4.5)),
  least: (room) => room / 2,
};

export function layoutOf(className: string): TableLayout {
  switch (className) {
    case 'Map':
    case 'SafeMap':
      return hashTable(3);
    case 'Set':
    case 'SafeSet':
      return hashTable(2);
    case 'Array':
      return elements;
    default:
      return dictionary;
  }
}

/** Entries of a store of this size: the middle of what may be in it. */
export function likelyEntries(layout: TableLayout, size: Bytes): number {
  const room = layout.room(size);
  return Math.round((room + layout.least(room)) / 2);
}
