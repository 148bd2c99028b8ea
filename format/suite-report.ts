import type { Fingerprint, PathStep } from './suspect.ts';
import type { Bytes } from './units.ts';

/** What one object holds of the survivors of a test file. */
export interface SuiteHolder {
  readonly fingerprint: Fingerprint;
  readonly className: string;
  readonly expression: string;
  readonly path: readonly PathStep[];
  /** Estimated by samples, as are the objects. */
  readonly bytes: Bytes;
  readonly objects: number;
  readonly entryClass: string;
  readonly entries?: number;
  /** Where the holder is declared. */
  readonly place?: string;
  /** Where most of what it holds was made. */
  readonly madeAt?: string;
  /** What keeps the modules of the file, if they should have gone with it: from outside to its first function. */
  readonly keptBy?: readonly KeepingStep[];
  /** All that is alive of the global scope of the file, if that should have gone with it. */
  readonly bytesOfScope?: Bytes;
  /** The way to the scope of the file leads through functions that no test file loaded: its runner's, or its packages'. */
  readonly isHeldFromOutside?: boolean;
  /** No object of JavaScript outside the scope leads there: Node has not let it go yet. */
  readonly isHeldByRuntime?: boolean;
  /** Known: why runners, environments and Node keep such things. */
  readonly cause?: KnownCause;
}

/** One step on the way to a function of a file that is over. */
export interface KeepingStep {
  readonly edge: string;
  readonly name: string;
  readonly place?: string;
}

/** Why something outlives its test file, for a reader who has not seen it before. */
export interface KnownCause {
  readonly name: string;
  readonly words: string;
  readonly remedy: string;
  /** It is the runner's or the test file's own, ends with the worker or the file, and is no fault of a test. */
  readonly expected?: true;
}

/** What one capture says of one file. */
export interface FoundSurvivors {
  /** Relative to the directory of the suite. */
  readonly file: string;
  readonly bytes: Bytes;
  readonly holders: readonly SuiteHolder[];
}

/** A holder with all files that leave something in it. */
export interface SharedHolder extends SuiteHolder {
  readonly files: readonly { readonly file: string; readonly bytes: Bytes; readonly objects: number }[];
}
