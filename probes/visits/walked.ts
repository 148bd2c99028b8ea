import type { LimitBeside } from './limits-beside.ts';

/** What a walk inside a target is told, and what it tells. */

/** A step of a path: how it is reached, its class, and what kind of thing it is. */
export type WalkedStep = readonly [edge: string, name: string, kind: string];

/** The budgets of one visit. */
export interface WalkLimits {
  /** Objects that are looked at from one root. */
  readonly objects: number;
  readonly depth: number;
  /** Of one walk, in milliseconds. */
  readonly time: number;
  /** Of each thing that is done while the program is not paused: to open what is closed, and to count what has no size. */
  readonly beside: number;
  /** Places that are remembered in all. */
  readonly places: number;
  /** Functions and instances whose scopes and private fields are asked for, at a time. */
  readonly opened: number;
}

/** The name of the scope whose variables are properties of globalThis. */
export const globalScope = 'global';

/** A root of a walk. */
export interface WalkRoot {
  readonly path: readonly WalkedStep[];
  /** Its properties are the variables of a scope, kept under this name if the scope outlives its call. */
  readonly scope?: string;
  /** How well its name tells where something is: 0 is best. Of two paths to one place, the better one names it. */
  readonly rank: number;
  /** How much of the depth it begins with; 0 if it is left out. */
  readonly depth?: number;
}

/** The last step of a path, and the way before it. What has no way before it has the words of its path already. */
export interface Way {
  readonly before: Way | undefined;
  readonly edge: string;
  readonly value: unknown;
  readonly path: readonly WalkedStep[] | undefined;
}

/** What a walk has met, and how it got there. */
export interface Met {
  readonly value: unknown;
  readonly way: Way;
  readonly depth: number;
  /** Of the root that led to it. */
  readonly rank: number;
  /** The property that it was read from. */
  readonly holder?: object;
  readonly key?: PropertyKey;
  /** The variable or private field that it was read from: these have no holder that could be asked again. */
  readonly scope?: string;
  /** Of a variable: what may limit it, among the other variables of its scope. */
  readonly limits?: readonly LimitBeside[];
}

/** A property of an object, or a private field of one if no holder can be asked. */
export interface Slot {
  readonly holder: object | undefined;
  readonly key: PropertyKey;
}
