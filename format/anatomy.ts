import type { Bytes } from './units.ts';

/** What is inside a growing entry: of a typical one among the newest, the middle one by size. */
export interface Anatomy {
  /** Its class. If the class tells nothing, what it has: object with `messages`, `toolUseContext`. */
  readonly name: string;
  /** Bytes that only this entry keeps alive. */
  readonly retained: Bytes;
  /** Names of its properties that the other new entries have too. Never keys of a dictionary, never contents. */
  readonly properties: readonly string[];
  /** Numbers and booleans in its fields: `open false`. Only if the recording was asked for values. */
  readonly values?: readonly string[];
  /** What retains most inside it, the largest first. A part may be inside the one before it. */
  readonly parts: readonly AnatomyPart[];
  /** Whose code keeps it, if that is not one folder of the program alone; the largest part first. Each byte counts once. */
  readonly packages?: readonly AnatomyPackage[];
  /** Functions of the program that it keeps, the nearest first. */
  readonly functions: readonly AnatomyFunction[];
}

/** One object inside an entry. */
export interface AnatomyPart {
  /** How the entry reaches it, in JavaScript: `session.history`. Empty if no name leads to it. */
  readonly path: string;
  /** Its class, as the name of an entry is told. */
  readonly name: string;
  /** Bytes that only this part keeps alive. */
  readonly retained: Bytes;
  /** How many objects of this class are there, if more than one. */
  readonly count?: number;
}

/** One function of the program that an entry keeps. */
export interface AnatomyFunction {
  /** What the runtime does with it: timer callback, abort listener, "data" listener, async function, closure. */
  readonly role: string;
  /** Its name; `(anonymous)` if it has none. */
  readonly name: string;
  /** The source location: `src/agent.mjs:16`. */
  readonly location?: string;
  /** Of a runtime that tells no source locations: what the module of the function declares. */
  readonly module?: string;
}

/** What the code of one package keeps inside an entry. */
export interface AnatomyPackage {
  /** A package of `node_modules`, or a folder of the program: `express`, `src/orders/`. */
  readonly name: string;
  /** What of the entry it keeps. */
  readonly bytes: Bytes;
}
