import type { ClassifiedMapping } from '../mappings/classify-mappings.ts';
import { type ChunkRun, sizeAt, type Words, wordAt } from './glibc-chunks.ts';

/** A heap of an arena begins at a multiple of this (HEAP_MAX_SIZE). */
const heapSize = 64 * 1024 * 1024;
/** Of a heap's head: where its arena is, and how much of it is committed (malloc/arena.c: `struct _heap_info`). */
const sizeField = 16;
/** After the head, which has become longer: where the first block of a heap may be. */
const firstInHeap = [0x30, 0x20] as const;
/** After the head and the arena's own state, the first block is between these. */
const leastState = 0x800;
const mostState = 0xa00;
/** What a thread keeps for its next requests is the first block of its arena. */
const firstBlocks = [0x290, 0x250] as const;
const granule = 16;
const longestHead = 0x100;

/** A run of blocks, and the arena that it belongs to: 0 is the main one. */
export interface ArenaRun extends ChunkRun {
  readonly arena: number;
}

/** The main heap of the process: it begins with its first block. */
export function mainRun({ start, end }: ClassifiedMapping): ArenaRun {
  return { start, end, arena: 0 };
}

/** The heaps that begin in a mapping: the kernel joins those that touch. */
export async function heapRuns(words: Words, mapping: ClassifiedMapping): Promise<readonly ArenaRun[]> {
  const runs: ArenaRun[] = [];
  const first = Math.ceil(mapping.start / heapSize) * heapSize;
  for (let heap = first; heap < mapping.end; heap += heapSize) {
    const run = await heapRun(words, heap);
    if (run !== undefined) runs.push(run);
  }
  return runs;
}

/** As it is now: it may have grown since the mappings were read. */
async function heapRun(words: Words, heap: number): Promise<ArenaRun | undefined> {
  const arena = await wordAt(words, heap);
  const size = await wordAt(words, heap + sizeField);
  if (arena === undefined || size === undefined) return undefined;
  // Every heap names its arena, which is right behind the head of the arena's first heap.
  if (size <= 0 || size > heapSize || arena % heapSize > longestHead) return undefined;
  const start = await firstChunk(words, heap, arena);
  return start === undefined ? undefined : { start, end: heap + size, arena };
}

async function firstChunk(words: Words, heap: number, arena: number): Promise<number | undefined> {
  const ownsArena = arena > heap && arena <= heap + longestHead;
  if (!ownsArena)
    return await firstOf(
      words,
      firstInHeap.map((offset) => heap + offset),
    );
  const places: number[] = [];
  for (let at = arena + leastState; at <= arena + mostState; at += granule) places.push(at - (at % granule));
  return await firstOf(words, places, firstBlocks);
}

/** The first place that has a size as a block of an arena has it: not the main one's, behind nothing that is free. */
async function firstOf(
  words: Words,
  places: readonly number[],
  lengths?: readonly number[],
): Promise<number | undefined> {
  const ofThread = 5;
  for (const place of places) {
    const size = await sizeAt(words, place);
    if (size === undefined || size % 8 !== ofThread) continue;
    if (lengths === undefined || lengths.includes(size - ofThread)) return place;
  }
  return undefined;
}
