import type { Bytes } from '../../format/units.ts';

/** An index into the snapshot's string table. */
export type StringIndex = number;

/** The strings of one snapshot, kept as byte ranges and decoded on demand. */
export interface StringTable {
  readonly count: number;
  /** The decoded string. */
  get(index: StringIndex): string;
  /** An upper bound of the string's raw length in bytes, known without reading it. */
  span(index: StringIndex): Bytes;
  /** The index of a string, or -1. Snapshots hold each string once. Fast for plain ASCII, a full pass for others. */
  find(text: string): StringIndex;
  /** Strings that may be names of pairs in a WeakMap: all that are, and few others. */
  readonly pairNames: readonly StringIndex[];
  /** Calls back for every string whose raw bytes start with `prefix` (ASCII). Cheap: nothing else is decoded. */
  forEachWithPrefix(prefix: string, visit: (index: StringIndex) => void): void;
  close(): void;
}
