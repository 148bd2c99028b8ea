import type { Bytes } from '../../format/units.ts';

/** The memory that a walk reads: `ProcessMemory`, or a drawing of it in a test. */
export interface Words {
  has(address: number): boolean;
  load(address: number): Promise<boolean>;
  wordAt(address: number): number;
}

/** A run of blocks, one behind the other, as glibc lays them out (malloc/malloc.c: `struct malloc_chunk`). */
export interface ChunkRun {
  readonly start: number;
  readonly end: number;
}

export interface ChunkSums {
  inUse: Bytes;
  blocks: number;
  freed: Bytes;
  /** Where freed blocks lie, and which of them is the free end of the run. */
  readonly free: FreeRange[];
  /** By the power of two that is just below their size. */
  readonly sizes: Map<number, { blocks: number; bytes: Bytes }>;
}

export interface FreeRange {
  readonly start: number;
  readonly end: number;
  readonly isTop: boolean;
}

const pageSize = 4096;
/** By how much a run may have grown since its end was read. */
const mostGrown: Bytes = 2 ** 24;
const headerSize = 16;
const leastChunk = 32;
const flagBits = 8;
const previousInUse = 1;
const isMapped = 2;

export function noSums(): ChunkSums {
  return { inUse: 0, blocks: 0, freed: 0, free: [], sizes: new Map() };
}

/**
 * Walks a heap block by block. Whether a block is in use is written in the next one; what touches the end is what is left.
 *
 * @returns undefined if sizes do not lead from one block to the next: it is another allocator's, or it changed meanwhile
 */
export async function walkChunks(words: Words, { start, end }: ChunkRun): Promise<ChunkSums | undefined> {
  const sums = noSums();
  let chunk = start;
  let size = await sizeAt(words, chunk);
  if (size === undefined) return undefined;
  for (;;) {
    const length = lengthOf(size);
    const next = chunk + length;
    if (length < leastChunk) return isFence(length, chunk, end) ? sums : undefined;
    if (next + headerSize > end) {
      if (next > end + mostGrown) return undefined;
      // What lies behind the last block in use is free, and ends with a page. Else the run has grown since its end was read.
      if (next % pageSize === 0) addFree(sums, chunk, end, true);
      else addUsed(sums, end - chunk);
      return sums;
    }
    // A heap has a hundred thousand blocks: what is read already is not waited for.
    const sizeOfNext = words.has(next + 8) ? words.wordAt(next + 8) : await sizeAt(words, next);
    if (sizeOfNext === undefined) return undefined;
    if (sizeOfNext % 2 === previousInUse) addUsed(sums, length);
    else addFree(sums, chunk, next, false);
    chunk = next;
    size = sizeOfNext;
  }
}

/** Large blocks have mappings of their own, which the kernel joins where they touch. The sizes must fill the range. */
export async function walkMapped(words: Words, { start, end }: ChunkRun): Promise<ChunkSums> {
  const sums = noSums();
  let chunk = start;
  while (chunk < end) {
    const size = await sizeAt(words, chunk);
    if (size === undefined || size % 4 < isMapped) return sums;
    const length = lengthOf(size);
    if (length < leastChunk || length % pageSize !== 0 || chunk + length > end) return sums;
    addUsed(sums, length);
    chunk += length;
  }
  return sums;
}

export async function sizeAt(words: Words, chunk: number): Promise<number | undefined> {
  return await wordAt(words, chunk + 8);
}

export async function wordAt(words: Words, address: number): Promise<number | undefined> {
  if (!words.has(address) && !(await words.load(address))) return undefined;
  return words.wordAt(address);
}

function lengthOf(size: number): Bytes {
  return size - (size % flagBits);
}

/** A full heap of an arena ends with two tiny blocks that are never freed. */
function isFence(length: Bytes, chunk: number, end: number): boolean {
  return length <= headerSize && end - chunk <= 2 * leastChunk;
}

function addUsed(sums: ChunkSums, length: Bytes): void {
  sums.inUse += length;
  sums.blocks += 1;
  const least = 2 ** Math.floor(Math.log2(length));
  const known = sums.sizes.get(least);
  if (known === undefined) sums.sizes.set(least, { blocks: 1, bytes: length });
  else {
    known.blocks += 1;
    known.bytes += length;
  }
}

function addFree(sums: ChunkSums, start: number, end: number, isTop: boolean): void {
  sums.freed += end - start;
  sums.free.push({ start, end, isTop });
}
