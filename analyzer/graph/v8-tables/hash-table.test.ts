import { expect, it } from 'vitest';
import { roomOf, type WordSize, type WordsPerEntry, wordsPerEntry } from './hash-table.ts';

/** As `OrderedHashTable` lays it out: two words of the array, three numbers, buckets, entries. */
const sizeOf = (room: number, entry: WordsPerEntry, wordSize: WordSize) =>
  wordSize * (2 + 3 + room / 2 + room * entry);

const rooms = Array.from({ length: 20 }, (_, power) => 4 * 2 ** power);

it.each([
  ['a Map', wordsPerEntry.map, 8],
  ['a Map with compressed pointers', wordsPerEntry.map, 4],
  ['a Set', wordsPerEntry.set, 8],
  ['a Set with compressed pointers', wordsPerEntry.set, 4],
] as const)('knows the room of %s by its size, whatever a pointer takes', (_, entry, wordSize) => {
  expect(rooms.map((room) => roomOf(sizeOf(room, entry, wordSize), entry))).toEqual(rooms);
});

it('takes a table that V8 made at its limit for one of whole pointers', () => {
  expect(roomOf(sizeOf(1_000_002, wordsPerEntry.map, 8), wordsPerEntry.map)).toBe(1_000_002);
});
