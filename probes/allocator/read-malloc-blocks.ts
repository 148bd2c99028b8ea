import type { MallocBlocks } from '../../format/malloc-blocks.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import type { ClassifiedMapping } from '../mappings/classify-mappings.ts';
import { type ChunkSums, noSums, walkChunks, walkMapped } from './glibc-chunks.ts';
import { type ArenaRun, heapRuns, mainRun } from './glibc-runs.ts';
import { ProcessMemory } from './process-memory.ts';

const pageSize = 4096;
/** Of a freed block, its head stays (malloc/malloc.c: `struct malloc_chunk`). */
const freeHead = 48;
/** A heap that changed while it was read is read again, for so long. */
const attempts = 5;
const patience: Millis = 500;
const mostArenas = 64;
/** Reading takes about a second for each GiB of this process, and none of the target's. */
const mostRead: Bytes = 2 * 1024 ** 3;

/** What is read comes back from swap: a process that has more than this there is left alone. */
const mostSwapped: Bytes = 64 * 1024 ** 2;

/** The C library, whose blocks can be walked. */
const glibc = /^libc(?:\.so\.6|-2\.\d+\.so)$/;
/** What answers for it if it was loaded first. */
const others = /^lib(?:jemalloc|mimalloc|tcmalloc)/;

/**
 * Undefined if another allocator serves the process, much of it is in swap, or it is gone. In Bun, glibc serves
 * addons and its own functions.
 * @param swap how much of the process is in swap
 */
export async function readMallocBlocks(
  pid: number,
  mappings: readonly ClassifiedMapping[],
  swap: Bytes = 0,
  proc = '/proc',
): Promise<MallocBlocks | 'not-allowed' | undefined> {
  const files = new Set(mappings.flatMap(({ file }) => file ?? []));
  const isServed =
    [...files].some((file) => glibc.test(file)) && ![...files].some((file) => others.test(file));
  if (!isServed || swap > mostSwapped) return undefined;
  const start = performance.now();
  const memory = await ProcessMemory.open(pid, proc);
  if (memory === undefined || memory === 'not-allowed') return memory;
  try {
    const sums = await sumUp(memory, mappings);
    return { ...sums, took: Math.round(performance.now() - start) };
  } finally {
    await memory.close();
  }
}

async function sumUp(
  memory: ProcessMemory,
  mappings: readonly ClassifiedMapping[],
): Promise<Omit<MallocBlocks, 'took'>> {
  const total = noSums();
  const kept = new Map<number, Bytes>();
  let trimmable = 0;
  let unread = 0;
  let read = 0;
  for (const run of await runsIn(memory, mappings)) {
    read += run.end - run.start;
    const sums = read > mostRead ? undefined : await walkAgain(memory, run);
    if (sums === undefined) unread += run.end - run.start;
    const pages = await freePages(memory, sums);
    // `malloc_trim` gives back the free end of the main heap alone.
    trimmable += pages.between + (run.arena === 0 ? pages.atEnd : 0);
    kept.set(run.arena, (kept.get(run.arena) ?? 0) + pages.between + pages.atEnd);
    if (sums !== undefined) addSums(total, sums);
  }
  for (const { part, start, end } of mappings)
    if (part === 'mallocBlocks') addSums(total, await walkMapped(memory, { start, end }));
  const { inUse, blocks, freed } = total;
  const keptByArena = [...kept.values()].sort((a, b) => b - a).slice(0, mostArenas);
  const sizes = Object.fromEntries(total.sizes);
  return { inUse, blocks, freed, trimmable, keptByArena, arenas: kept.size, unread, sizes };
}

async function runsIn(
  memory: ProcessMemory,
  mappings: readonly ClassifiedMapping[],
): Promise<readonly ArenaRun[]> {
  const runs: ArenaRun[] = [];
  for (const mapping of mappings) {
    if (mapping.part === 'mallocHeap') runs.push(mainRun(mapping));
    if (mapping.part === 'mallocArenas') runs.push(...(await heapRuns(memory, mapping)));
  }
  return runs;
}

async function walkAgain(memory: ProcessMemory, run: ArenaRun): Promise<ChunkSums | undefined> {
  const end = performance.now() + patience;
  for (let attempt = 0; attempt < attempts && (attempt === 0 || performance.now() < end); attempt += 1) {
    await memory.load(run.start);
    const sums = await walkChunks(memory, run);
    if (sums !== undefined) return sums;
  }
  return undefined;
}

async function freePages(memory: ProcessMemory, sums: ChunkSums | undefined) {
  const pages = { between: 0, atEnd: 0 };
  for (const { start, end, isTop } of sums?.free ?? []) {
    const first = Math.ceil((start + freeHead) / pageSize) * pageSize;
    const last = end - (end % pageSize);
    if (last > first) pages[isTop ? 'atEnd' : 'between'] += await memory.residentIn(first, last);
  }
  return pages;
}

function addSums(total: ChunkSums, { inUse, blocks, freed, sizes }: ChunkSums): void {
  total.inUse += inUse;
  total.blocks += blocks;
  total.freed += freed;
  for (const [least, found] of sizes) {
    const known = total.sizes.get(least) ?? { blocks: 0, bytes: 0 };
    total.sizes.set(least, { blocks: known.blocks + found.blocks, bytes: known.bytes + found.bytes });
  }
}
