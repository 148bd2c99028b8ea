import type { Bytes, Millis } from './units.ts';

/** What the blocks of glibc's `malloc` are at one moment, read from outside: the process runs on and nothing is asked of it. */
export interface MallocBlocks {
  /** In blocks that the program has not freed, with small ones that threads keep for their next request. */
  readonly inUse: Bytes;
  /** In how many blocks. */
  readonly blocks: number;
  /** In freed blocks. */
  readonly freed: Bytes;
  /** Whole pages of freed blocks that are resident: what `malloc_trim` gives back to the system. */
  readonly trimmable: Bytes;
  /** The largest share of `trimmable` and of what is free at an arena's end, by arena, the largest first, at most 64. */
  readonly keptByArena: readonly Bytes[];
  /** How many arenas there are, with the main one. */
  readonly arenas: number;
  /** How much of the memory of `malloc` could not be read in order. */
  readonly unread: Bytes;
  /** Blocks in use by size: each key is the least size of its class, a power of two. */
  readonly sizes: Readonly<Record<string, SizeClass>>;
  /** How long reading took. */
  readonly took: Millis;
}

/** Blocks in use of about one size. */
export interface SizeClass {
  readonly blocks: number;
  readonly bytes: Bytes;
}
