import type { Bytes, Share } from './units.ts';

/** What fills one heap. It says nothing about growth: one capture has none. */
export interface HeapSummary {
  /** The capture that it describes. */
  readonly capture: string;
  /** The size of all objects that are alive, and of what they keep outside the JavaScript heap. */
  readonly bytes: Bytes;
  /** What of it is outside the JavaScript heap: contents of Buffers and state of native code. Its limit does not count this. */
  readonly outside?: Bytes;
  /** How many objects are alive. */
  readonly objects: number;
  /** What holds most of the heap, the largest first. No byte counts in two of them. */
  readonly holders: readonly LargeHolder[];
  /** Whose objects they are, the largest first. Each byte counts once. Empty if the snapshot has no source locations. */
  readonly packages: readonly PackageShare[];
  /** Strings that are there several times. Absent if the snapshot does not say what strings hold. */
  readonly duplicatedStrings?: DuplicatedStrings;
  /** Sizes that deserve a look. */
  readonly hints: readonly SizeHint[];
  /** What this summary could not tell, in words. */
  readonly limits: readonly string[];
}

/** An object, or many of one class, that holds a large part of the heap. */
export interface LargeHolder {
  /** How the program reaches it: `sessions`, `app.locals.cache`. Empty if nothing of the program does. */
  readonly expression: string;
  /** Its class. */
  readonly className: string;
  /** Its source location: `src/server.ts:16`, or the module whose variable it is. Absent if the snapshot does not say. */
  readonly place?: string;
  /** What is freed if it goes. */
  readonly retained: Bytes;
  /** The same as a share of `bytes`, from 0 to 1. */
  readonly share: Share;
  /** How many objects it stands for: more than 1 if many small ones of one class have several holders in common. */
  readonly objects: number;
  /** How many entries it has. Absent if it is no collection. */
  readonly entries?: number;
  /** If several hold these objects together: the two that hold most of them. */
  readonly heldBy?: readonly string[];
}

/** The objects of one package, of the program itself, or of Node. */
export interface PackageShare {
  /** The name of a package, or `your code`, `node:`, `shared by several`, `global variables`, `engine internals`, `no code known`. */
  readonly name: string;
  /** The size of the objects that its code made, and of what only its code reaches. Each byte counts once. */
  readonly bytes: Bytes;
  /** The same as a share of `bytes`, from 0 to 1. */
  readonly share: Share;
}

/** Strings that are there several times. */
export interface DuplicatedStrings {
  /** How many strings are more than the first of their kind. */
  readonly copies: number;
  /** What would be free if each existed once. */
  readonly waste: Bytes;
  /** Those that waste most. What they say is not told. */
  readonly largest: readonly DuplicatedString[];
}

/** One string that is there several times. */
export interface DuplicatedString {
  /** How often. */
  readonly copies: number;
  /** The size of one of them. */
  readonly bytes: Bytes;
  /** What would be free if it existed once. */
  readonly waste: Bytes;
  /** Who holds one of them, and how: `.status of Order`. */
  readonly heldAs: string;
}

/**
 * `large-collection`: very many entries. `listeners`: many listeners on one emitter. `long-chain`: objects that lead to
 * each other. `spare-room`: far more room than the entries that are seen need.
 */
export type SizeHintKind = 'large-collection' | 'listeners' | 'long-chain' | 'spare-room';

/** A size that deserves a look. */
export interface SizeHint {
  /** What kind of size it is. */
  readonly kind: SizeHintKind;
  /** The fact with its numbers, in words. */
  readonly text: string;
  /** How the program reaches it. Empty if nothing of the program does. */
  readonly expression: string;
  /** Its source location. Absent if the snapshot does not say. */
  readonly place?: string;
  /** What is freed if it goes. */
  readonly retained: Bytes;
  /** True if the snapshot cannot prove it. */
  readonly guess: boolean;
}
