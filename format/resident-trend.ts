import type { Allocator, ResidentPart } from './resident-parts.ts';
import type { Bytes } from './units.ts';

/** Where resident memory is and which part of it grew. */
export interface ResidentTrend {
  /** `mappings` of the process, or only its `status` if these could not be read. */
  readonly from: 'mappings' | 'status';
  /** How often it was read. */
  readonly readings: number;
  /** All of it at the first reading, counted page by page. */
  readonly first: Bytes;
  /** All of it at the last reading. */
  readonly last: Bytes;
  /** They add up to `first` and to `last`. */
  readonly parts: readonly ResidentPartTrend[];
  /** The largest mapped files. */
  readonly files?: readonly ResidentFile[];
  /** Who answers `malloc`. */
  readonly allocator?: Allocator;
  /** How many arenas the allocator has for threads. */
  readonly arenas?: number;
  /** At the last reading: what is within these parts, or beside resident memory. */
  readonly beside?: BesideResident;
}

/** One part of resident memory. */
export interface ResidentPartTrend {
  /** Which part. */
  readonly name: ResidentPart;
  /** At the first reading. */
  readonly first: Bytes;
  /** At the last reading. */
  readonly last: Bytes;
  /** What it gained while nothing was captured. */
  readonly gain: Bytes;
}

/** A mapped file: the program, a shared object, an addon. */
export interface ResidentFile {
  /** Without its folder. */
  readonly name: string;
  /** At the last reading. */
  readonly last: Bytes;
  /** What it gained since the first reading. */
  readonly gain: Bytes;
}

/** What is no part by itself. What is nothing is left out. */
export interface BesideResident {
  /** Page tables of the kernel, which count beside resident memory. */
  readonly pageTables?: Bytes;
  /** Memory that was swapped out, which is not resident. */
  readonly swap?: Bytes;
  /** What of the JavaScript heap is free: the runtime keeps it for new objects. */
  readonly heapFree?: Bytes;
  /** Resident memory in transparent huge pages. The process may have touched only a part of each. */
  readonly hugePages?: Bytes;
  /** Memory that was freed, and that the system takes back if it needs it. */
  readonly lazilyFreed?: Bytes;
}
