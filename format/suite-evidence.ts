import type { Bytes, EpochMillis, Millis } from './units.ts';

/** A function on a stack, as it runs. Lines and columns count from 1. */
export interface SuiteFrame {
  readonly function: string;
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** Survivors that one place in the code allocated. */
export interface SurvivingSite {
  readonly bytes: Bytes;
  /** The innermost function first. */
  readonly frames: readonly SuiteFrame[];
}

/** Sampled survivors that stand for as many bytes each: those of one size, or of two that nothing tells apart. */
export interface SampledSize {
  readonly bytesOfEach: Bytes;
  readonly samples: number;
}

/** A handle that is still open or a promise that never settled, made in a test that is over. */
export interface OpenHandle {
  /** As Node calls it: `TCPSERVERWRAP`, `Timeout`, `PROMISE`. */
  readonly kind: string;
  readonly count: number;
  /** The test that made it. */
  readonly test: string;
  /** The line of the project that made it: `open (/app/src/server.ts:12:5)`. */
  readonly at: string;
}

/** What one test file left behind, as its worker saw it when the file was over. */
export interface FileEvidence {
  readonly kind: 'file';
  readonly file: string;
  /** False if looking would have cost more than it may. Nothing is known of what the file leaves then. */
  readonly isLookedAt: boolean;
  /** Process and thread that ran it. */
  readonly worker: string;
  readonly at: EpochMillis;
  /** What sampling says was born while the file ran and was alive after a collection when it was over. */
  readonly bytes: Bytes;
  /** Of the thread, after the collection. */
  readonly heapUsed: Bytes;
  readonly sites: readonly SurvivingSite[];
  readonly handles: readonly OpenHandle[];
  /** What looking has cost the suite so far in this file. */
  readonly cost: Millis;
  /** It deserved a capture, and there was no time left for one. */
  readonly isUnexplained?: boolean;
  /** The snapshot that was taken because much survived, beside this line's file. */
  readonly capture?: SuiteCapture;
}

/** What a worker whose files have modules of their own holds at its end. */
export interface WorkerEvidence {
  readonly kind: 'worker';
  readonly worker: string;
  readonly at: EpochMillis;
  /** Files that are over and whose global scope is alive. */
  readonly alive: readonly string[];
  readonly sites: readonly SurvivingSite[];
  readonly cost: Millis;
  readonly capture?: SuiteCapture;
}

export type SuiteEvidence = FileEvidence | WorkerEvidence;

export interface SuiteCapture {
  readonly file: string;
  readonly sizes: readonly SampledSize[];
  /** A JSON file: the texts of scripts that are on no disk as they run, by their URLs. */
  readonly scripts: string;
}

/** Names of the variables by which a reporter tells workers where evidence goes. */
export const suiteVariables = {
  folder: 'HEAPTRAIL_SUITE',
  async: 'HEAPTRAIL_SUITE_ASYNC',
} as const;

/** One line per file of tests or worker, appended by the workers. */
export const suiteEvidenceFile = 'files.ndjson';

/** How many files the suite has, as its runner says. */
export const suiteSizeFile = 'size';

/**
 * The key by which `Object` in the global scope of a test file tells its path. Runners that clean such scopes leave what
 * cannot be configured.
 */
export const suiteFileKey = 'heaptrail:file';

/** What is kept under that key: it belongs to the probe, so that it refers to nothing of the scope. */
export interface SuiteFileTag {
  readonly file: string;
}

/** The channel of `node:diagnostics_channel` between what runs among the tests and what looks at the heap. */
export const suiteChannel = 'heaptrail:suite';

export type SuiteMessage =
  /** Before the modules of a test file are loaded that has a global scope of its own. The probe fills in the tag. */
  | { readonly kind: 'scope'; readonly file: string; tag?: SuiteFileTag }
  /** Where only hooks around tests tell of files: none of this one's has run yet, and the file before it is over. */
  | { readonly kind: 'begun'; readonly file: string }
  /** A test begins, or is over. */
  | { readonly kind: 'test'; readonly name: string | undefined }
  /** Where tests run in the runner's own process: it no longer needs the file. */
  | { readonly kind: 'left' }
  /** There: all files are over. */
  | { readonly kind: 'ended' };
