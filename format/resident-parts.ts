import type { MallocBlocks } from './malloc-blocks.ts';
import type { Bytes, EpochMillis, Millis } from './units.ts';

/** Where a process's resident memory is. The order is that of every output. */
export const residentParts = [
  /** The heaps of JavaScript, of all threads, and the engine's tables. */
  'heap',
  /** Machine code that the engine made. */
  'code',
  /** Contents of ArrayBuffers and Buffers. */
  'arrayBuffers',
  /** What JavaScriptCore's objects hold outside its heap: contents of Buffers and strings, which it counts together. */
  'external',
  /** Memories of WebAssembly. */
  'wasm',
  /** The allocator's one heap that grows at its end (`brk`), without contents of ArrayBuffers. */
  'mallocHeap',
  /** The allocator's arenas: glibc has several for threads, mimalloc has nothing else. */
  'mallocArenas',
  /** Large blocks and other memory that the allocator maps by themselves. */
  'mallocBlocks',
  /** Stacks of threads. */
  'stacks',
  /** Mapped files: the program, shared objects, addons. With the data that they bring along. */
  'files',
  /** Memory shared between processes or with the kernel. */
  'shared',
  /** What no rule knows. */
  'other',
] as const;

export type ResidentPart = (typeof residentParts)[number];

export const allocators = ['glibc', 'musl', 'mimalloc', 'jemalloc', 'tcmalloc', 'unknown'] as const;

/** Who answers `malloc` in a process, as far as its mappings tell. */
export type Allocator = (typeof allocators)[number];

/** Resident memory by part, at one moment. */
export interface ResidentParts {
  readonly at: EpochMillis;
  /** `status` if the mappings could not be read: then what the allocator has, stacks and code are all `other`. */
  readonly from: 'mappings' | 'status';
  /** All of it, counted page by page: the sizes add up to this. */
  readonly resident: Bytes;
  /** A part of nothing is left out. */
  readonly sizes: ResidentSizes;
  readonly allocator?: Allocator;
  /** The largest mapped files by name: `{ "node": 41943040, "libvips-cpp.so.42": 9437184 }`. */
  readonly files?: Readonly<Record<string, Bytes>>;
  /** How many arenas the allocator made for threads. */
  readonly arenas?: number;
  /** How much of it is in transparent huge pages, which the process may have touched only in part. */
  readonly hugePages?: Bytes;
  /** Freed with `MADV_FREE`, but resident until the system wants it. */
  readonly lazilyFreed?: Bytes;
  readonly mappings?: number;
  /** Whether what glibc's `malloc` has is in use. Absent if the memory of the process could not be read. */
  readonly malloc?: MallocBlocks;
  /** How long reading took. */
  readonly took?: Millis;
}

export type ResidentSizes = Readonly<Partial<Record<ResidentPart, Bytes>>>;
