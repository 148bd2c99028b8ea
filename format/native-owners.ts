import type { Bytes, Millis, Share } from './units.ts';

/** Who took memory outside the JavaScript heap while it was recorded, as far as it is still resident at the end. */
export interface NativeOwners {
  /** How long it was recorded. */
  readonly duration: Millis;
  /** All new memory that stays, without that of the recording itself. */
  readonly gained: Bytes;
  /** Who took it, the largest first. */
  readonly owners: readonly NativeOwner[];
  /** How exact this is, in words: what was sampled, what was missed. */
  readonly limits: readonly string[];
}

/**
 * `addon`: a library or an addon. `binding`: a part of the runtime itself, such as zlib. `buffers`: contents of Buffers and
 * ArrayBuffers. `script`: code of the program wrote into memory that it has. `engine`: the engine's garbage collector or
 * compiler. `unknown`: no stack could be told.
 */
export const nativeOwnerKinds = ['addon', 'binding', 'buffers', 'script', 'engine', 'unknown'] as const;
export type NativeOwnerKind = (typeof nativeOwnerKinds)[number];

/** One of them: a library, an addon or a part of the runtime. */
export interface NativeOwner {
  /** What kind of owner it is. */
  readonly kind: NativeOwnerKind;
  /** `node::ZlibContext`, `better_sqlite3.node`, `libvips-cpp.so.42`. */
  readonly name: string;
  /** The file whose code it is, without its folder. */
  readonly module: string;
  /** The functions that touched the memory, without those of the allocator, the largest first. */
  readonly functions: readonly NativeFunction[];
  /** What entered it from the runtime: a function or a class of the addon. Absent if it is not known. */
  readonly entry?: string;
  /** The function of the program that called it most. Absent if it is not known. */
  readonly calledBy?: CallingFunction;
  /** What stays of each interval, in bytes. */
  readonly born: readonly Bytes[];
  /** All of it. */
  readonly bytes: Bytes;
  /** The rate of it. */
  readonly bytesPerHour: Bytes;
  /** Its share in all that was gained, from 0 to 1. */
  readonly share: Share;
  /** Whether it grew in every interval: `proven`, `possible` or `refuted`. */
  readonly growth: 'proven' | 'possible' | 'refuted';
  /** The fingerprint of a suspect whose entries are handles of this owner. */
  readonly suspect?: string;
}

/** A function of native code. */
export interface NativeFunction {
  /** Its name, or its place in the module: `bun+0x2e2f480`. */
  readonly name: string;
  /** Its share in what the owner takes, from 0 to 1. */
  readonly share: Share;
}

/** A function of the program. */
export interface CallingFunction {
  /** Its name. */
  readonly name: string;
  /** The file. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Its share in what the owner takes, from 0 to 1. */
  readonly share: Share;
}
