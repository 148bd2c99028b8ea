import type { Experiment } from './experiment.ts';
import type { Rung, RungChoice } from './rungs.ts';
import type { Bytes, EpochMillis, Millis } from './units.ts';
import type { PartName } from './verdict.ts';

/**
 * A recording is a folder `NAME.heaptrail/`:
 *   recording.json      this manifest, rewritten atomically after every event
 *   ledger.ndjson       one MemorySample a line, appended
 *   pulses.ndjson       one Pulse a line, appended, where pulses were asked for
 *   visits.ndjson       one Visit a line, appended, if the program was visited instead of captured
 *   native.json         NativePages, replaced at each look at them, where --native asked for them
 *   captures/NNN.heapsnapshot
 *   allocations/NNN.heapprofile   sampled allocations that were alive, one file for each look at them
 *   workers/ID/             of each worker thread, its heap as a recording of the same form
 *
 * The recording of a tree of processes is a folder with
 *   tree.json               the manifest of the tree
 *   processes/PID/          of each process, a recording
 */
export const recordingFiles = {
  manifest: 'recording.json',
  ledger: 'ledger.ndjson',
  pulses: 'pulses.ndjson',
  visits: 'visits.ndjson',
  native: 'native.json',
  captures: 'captures',
  allocations: 'allocations',
  workers: 'workers',
  tree: 'tree.json',
  processes: 'processes',
} as const;

export const recordingSchemaVersion = 1;

export interface RecordingManifest {
  readonly schemaVersion: typeof recordingSchemaVersion;
  readonly tool: { readonly name: string; readonly version: string };
  readonly target: TargetDescription;
  readonly options: RecordingOptions;
  readonly startedAt: EpochMillis;
  readonly endedAt?: EpochMillis;
  readonly state: RecordingState;
  /** Why the recording ended, in words, if that was not the plan's own end. */
  readonly endReason?: string;
  /** If the process or thread ended by itself meanwhile: what it held is gone with it. */
  readonly targetEnded?: true;
  readonly captures: readonly Capture[];
  /** Which rung was taken and why no higher one; absent if all captures that were wanted were taken. */
  readonly rung?: RungChoice;
  /** Why something lighter took the place of captures, in words; absent if it did not. */
  readonly capturesRefused?: string;
  /** What was done to the process at the end, if that was asked for. */
  readonly experiment?: Experiment;
  /** Absent if allocations were not sampled. */
  readonly allocations?: readonly AllocationProfile[];
  /** The worker threads that were seen; absent if nobody looked for them. */
  readonly workers?: readonly WorkerHeap[];
  /** How many of them came and went, by what they run; absent if nobody looked for them. */
  readonly workerKinds?: readonly WorkerKind[];
  /** What the probe could not do or had to do differently, in words for the reader. */
  readonly notes: readonly string[];
}

/** `recording` in a manifest that no probe writes to now means that it was cut off. */
export type RecordingState = 'recording' | 'complete' | 'interrupted' | 'failed';

/** `v8`: speaks the DevTools protocol, and says no more of itself. */
export const runtimeNames = ['node', 'bun', 'deno', 'electron', 'chromium', 'workerd', 'v8'] as const;
export type RuntimeName = (typeof runtimeNames)[number];

export interface TargetDescription {
  /** Absent if it was reached by an address: it may be no process, or run on another machine. */
  readonly pid?: number;
  /** By which it was reached, without the path: `127.0.0.1:9229`. All that is known of it, its protocol told. */
  readonly address?: string;
  readonly runtime: RuntimeName;
  readonly version: string;
  readonly executable: string;
  readonly command: readonly string[];
  readonly directory?: string;
  readonly startedAt?: EpochMillis;
  readonly platform: string;
  readonly architecture: string;
  /** What the process is among its relatives, if that is known: `worker 3 of cluster`. */
  readonly role?: string;
  /** Where the heap is that of a worker thread. */
  readonly thread?: ThreadDescription;
  /** True if it was recorded with --redact: pages of it show no source code either. */
  readonly redacted?: true;
}

/** A process of this machine. */
export type ProcessDescription = TargetDescription & { readonly pid: number };

/** Of which the system tells by its id, and not of a part of it. */
export function isWholeProcess(target: TargetDescription): target is ProcessDescription {
  return target.pid !== undefined && target.thread === undefined;
}

export interface ThreadDescription {
  /** `worker_threads.threadId`: unique in its process. */
  readonly id: number;
  /** The `name` that the program gave it. */
  readonly name?: string;
  /** The file that it runs, as a URL; absent for code that was given as text. */
  readonly file?: string;
}

/** A worker thread of the target. */
export interface WorkerHeap {
  readonly thread: ThreadDescription;
  /** Its recording, relative to that of the process; absent if its heap was not recorded. */
  readonly folder?: string;
  /** Why not, in words. */
  readonly notRecorded?: string;
}

/** Worker threads that run the same code under names that differ in numbers alone, and their number while recorded. */
export interface WorkerKind {
  readonly file?: string;
  /** The name of the first of them. */
  readonly name?: string;
  readonly atStart: number;
  readonly started: number;
  readonly ended: number;
}

/** `tree.json`: the processes of one tree and their recordings. */
export interface TreeManifest {
  readonly schemaVersion: typeof recordingSchemaVersion;
  readonly tool: { readonly name: string; readonly version: string };
  /** The process at the top; it need not run JavaScript. */
  readonly root: number;
  readonly options: RecordingOptions;
  readonly startedAt: EpochMillis;
  readonly endedAt?: EpochMillis;
  readonly state: RecordingState;
  readonly endReason?: string;
  /** In the order in which they were seen. */
  readonly processes: readonly TreeProcess[];
}

/** A process of the tree that runs JavaScript. */
export interface TreeProcess {
  readonly pid: number;
  readonly runtime: RuntimeName;
  readonly command: readonly string[];
  readonly role?: string;
  readonly seenAt: EpochMillis;
  /** Its recording, relative to that of the tree; absent if it was not recorded. */
  readonly folder?: string;
  /** Why not, in words. */
  readonly notRecorded?: string;
}

export interface RecordingOptions {
  /** How long to record at most. */
  readonly duration?: Millis;
  /** Time between captures. */
  readonly every?: Millis;
  /** How many captures the plan wants. */
  readonly captures?: number;
  readonly untilGrowth?: boolean;
  /** Time between samples of the ledger. */
  readonly ledgerEvery: Millis;
  /** An expression that the target evaluates at each capture and that counts its operations so far. */
  readonly operations?: string;
  /** What made the target work between captures, in words: then they are as far apart as that work took. */
  readonly workload?: string;
  readonly forced?: boolean;
  /** A capture that might have stopped the target for longer was refused. */
  readonly longestPause?: Millis;
  /** The plan `auto`: memory alone until it grows, then so long a window of pulses or captures. */
  readonly window?: Millis;
  /** What it may look at the heap with at most; absent: captures. */
  readonly maxRung?: Rung;
  /** Whether pulses were asked for. */
  readonly pulses?: boolean;
  /** False if allocations were not to be sampled. */
  readonly sampling?: boolean;
  /** Whether the stack of every allocation was to be recorded in the last interval. */
  readonly stacks?: boolean;
  /** Whether captures were asked for what numbers say. */
  readonly values?: boolean;
  /** Whether an experiment was to tell a leak from what only looks like one. */
  readonly experiment?: boolean;
  /** Whether first touches of pages were to be recorded. */
  readonly native?: boolean;
  /** What a verdict of no growth has to cover; absent: all that can be measured. */
  readonly parts?: readonly PartName[];
}

/** One heap snapshot in a recording. */
export interface Capture {
  readonly index: number;
  /** Relative to the recording's folder. */
  readonly file: string;
  readonly at: EpochMillis;
  readonly status: 'writing' | 'whole' | 'failed';
  readonly duration?: Millis;
  readonly size?: Bytes;
  /** Identity of the target's object ids: equal in two captures means their ids are comparable. */
  readonly epoch?: string;
  /** What the target's operations expression gave at the snapshot. */
  readonly operations?: number;
  /** How many worker threads ran whose heaps cannot be captured; absent if they can, or if it is not known. */
  readonly unseenWorkers?: number;
  readonly heapUsed?: Bytes;
  /** Refusals that `--force` overrode, in words. */
  readonly forced?: readonly string[];
  readonly failure?: string;
}

/** One look at the sampled allocations that are alive, as a standard `.heapprofile` file. It exists only when it is whole. */
export interface AllocationProfile {
  readonly index: number;
  /** Relative to the recording's folder. */
  readonly file: string;
  readonly at: EpochMillis;
  /** Samples are numbered anew in each series: those of different series cannot be compared. */
  readonly series: number;
  /** One sample stands for this many bytes, on average. */
  readonly interval: Bytes;
  /** The capture that it was taken with. */
  readonly capture?: number;
}
