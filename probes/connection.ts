import type { FileHandle } from 'node:fs/promises';
import type { TrimMeans } from '../format/experiment.ts';
import type { MemorySample } from '../format/memory-sample.ts';
import type { Pulse } from '../format/pulse.ts';
import type { ProcessDescription, TargetDescription } from '../format/recording.ts';
import type { Bytes, Millis } from '../format/units.ts';
import type { Visit } from '../format/visit.ts';
import type { ProbeError } from './probe-error.ts';

/** A probe's hold on one live process, from attaching to detaching. */
export interface Connection {
  readonly target: TargetDescription;
  /** What attaching had to do differently, in words for the reader. */
  readonly notes: readonly string[];
  /** Why no capture may be taken of this target at all, forced or not; its ledger can still be kept. */
  readonly captureRefusal?: ProbeError;
  /** Why a capture would be refused now, if it would. Absent if none ever is. Never rejects. */
  refusalNow?(): Promise<ProbeError | undefined>;
  /** Aborted, with a ProbeError as the reason, once the target is gone or exiting, or the connection lost. */
  readonly ended: AbortSignal;
  /** The runtime's part of a memory sample, or undefined if the target is too busy to answer soon. */
  sampleRuntime(): Promise<RuntimeSample | undefined>;
  /** As `sampleRuntime`, without a wait for a turn of the event loop. Absent if the runtime always has to wait for one. */
  sampleHeap?(): Promise<RuntimeSample | undefined>;
  /**
   * Has `work` done while the target waits at its exit, with its heap as it was then. It may only take captures `at-exit` and
   * ask for `heapUsage`: a line of JavaScript can end a Node that is half gone. Absent if the target does not wait.
   */
  beforeExit?(work: () => Promise<void>): void;
  /** What the engine itself says of its heap, at the exit too. */
  heapUsage?(): Promise<Pick<RuntimeSample, 'heapUsed' | 'heapTotal'>>;
  /**
   * Takes one heap snapshot into the file, which exists only once it is whole.
   * @throws ProbeError if there is no whole snapshot; no part of it stays on disk.
   */
  capture(request: CaptureRequest): Promise<CaptureResult>;
  /** Whether its captures can tell what numbers say. */
  readonly readsValues?: boolean;
  /** Absent if the target is a thread itself. */
  readonly workers?: WorkerSource;
  /** Absent if pulses were not asked for, or cannot be had: then a note says why. */
  readonly pulses?: PulseSource;
  /** Absent if the runtime cannot sample allocations. */
  readonly allocations?: AllocationSource;
  /** Absent if the runtime cannot be visited. */
  readonly visits?: VisitSource;
  /** Absent if the runtime cannot list its objects. */
  readonly census?: CensusSource;
  /** Absent if nothing can be asked of the process, or if it is a thread of one. */
  readonly experiments?: ExperimentSource;
  /** Absent if the runtime cannot record the stack of every allocation. */
  readonly stacks?: StackSource;
  /**
   * Ends V8's tracking of object ids, which slows down what allocates much. Captures and pulses from before and after
   * it have no ids in common.
   * Absent if ids cost nothing.
   * @returns whether the target has forgotten them
   */
  forgetIds?(): Promise<boolean>;
  /** What is known of the heap of a target that cannot say how large it is. */
  readonly heapFromOutside?: HeapFromOutside;
  /** Where the target itself writes a snapshot before we have it; absent if it does not. */
  readonly writesInto?: string;
  /** Leaves the target as it was found. Never throws; gives notes on what could not be put back. */
  detach(): Promise<readonly string[]>;
}

/** A hold on a process of this machine. */
export interface ProcessConnection extends Connection {
  readonly target: ProcessDescription;
}

export type RuntimeSample = Pick<
  MemorySample,
  | 'rss'
  | 'machineAvailable'
  | 'heapUsed'
  | 'heapTotal'
  | 'heapLimit'
  | 'external'
  | 'arrayBuffers'
  | 'malloced'
  | 'spaces'
  | 'gcTime'
  | 'heapAfterGc'
  | 'externalAfterGc'
  | 'arrayBuffersAfterGc'
  | 'eventLoopDelay'
  | 'committed'
  | 'allocated'
  | 'resources'
>;

/** What the heap holds at most by a sample of memory, and what V8 lets live on in it. */
export type HeapFromOutside = (sample: MemorySample) => {
  readonly heapUsed: Bytes;
  readonly oldLimit: Bytes;
};

export interface WorkerSource {
  /**
   * Hands over a connection to every worker thread: to those that run, and later to those that start. They
   * last as long as the worker and the connection to its process; detaching from one of them alone does nothing.
   * @throws ProbeError if the process cannot tell of its workers
   */
  watch(onWorker: (worker: Connection) => void): Promise<void>;
}

export interface PulseSource {
  /**
   * Collects all garbage and counts what is alive by birth.
   * @param operations an expression that gives the number of operations so far
   * @throws ProbeError; there cannot be another pulse after that
   */
  take(operations?: string): Promise<Pulse>;
  /** Ends the counting; the next pulse begins anew. Never throws. */
  stop(): Promise<void>;
}

/** Visits of places in the heap, without a snapshot. All of it may throw a ProbeError. */
export interface VisitSource {
  /**
   * Samples allocations for so long, to know where the growth comes from.
   * @returns how many functions may have to do with it
   */
  sample(span: Millis): Promise<number>;
  /** @param operations an expression that gives the number of operations so far */
  visit(operations?: string): Promise<Visit>;
  /** Collects all garbage. Absent if that cannot be asked for. */
  collect?(): Promise<void>;
  /** Takes back what it left in the target. Never throws. */
  leave(): Promise<void>;
}

/** Counts of all large containers, without a snapshot. They are measured at the visits of the same connection as well. */
export interface CensusSource {
  /**
   * Collects all garbage and lists what is alive: a seventh of a snapshot's pause, a tenth of its memory.
   * @throws ProbeError
   */
  take(): Promise<Visit>;
  /** Takes back what it left in the target. Never throws. */
  leave(): Promise<void>;
}

/** Samples of what the target allocates, with the stacks that allocate it. All of it may throw a ProbeError. */
export interface AllocationSource {
  /** Whether another profiler samples already: then none of the others may be called. */
  isTaken(): Promise<boolean>;
  /** How many bytes the target allocates in a second. */
  measureRate(span: Millis): Promise<number>;
  /** @param interval one sample stands for this many bytes, on average */
  start(interval: Bytes): Promise<void>;
  /** What was sampled and is still alive. */
  profile(): Promise<SampledAllocations>;
  /** Ends it with a last profile. */
  stop(): Promise<SampledAllocations>;
}

/** What can be done to the process without harm to tell a leak from what only looks like one. May throw a ProbeError. */
export interface ExperimentSource {
  /** Collects all garbage. */
  collect(): Promise<void>;
  /** Gives freed memory back to the system. */
  trim(): Promise<Trimmed>;
}

/** With what it was done and how long it took, or why it was not, in words. */
export type Trimmed = { readonly by: TrimMeans; readonly took: Millis } | { readonly refused: string };

/** The runtime's own record of the calls that allocate each single object. Allocation is far slower meanwhile. */
export interface StackSource {
  /**
   * From here to the next capture, which tells of every object that was born meanwhile who allocated it, and ends it.
   * @throws ProbeError
   */
  start(): Promise<void>;
}

export interface SampledAllocations {
  /** A whole `.heapprofile` file. */
  readonly text: string;
  /** The newest sample's: about how many samples were taken since the start. */
  readonly lastOrdinal: number;
}

export interface CaptureRequest {
  readonly path: string;
  /**
   * An open file without a name that gets the snapshot instead: nothing of it is left, whichever process is killed. `path`
   * then tells on which disk to look for room, and names the capture in errors.
   */
  readonly into?: FileHandle;
  /** An expression that gives the number of operations so far. */
  readonly operations?: string;
  /**
   * `settled`, the default: a target that has time finishes first what its last collection left to do. `at-once`: in the midst
   * of whatever it does; it writes the file itself. `at-exit`: while it waits at its exit. Captures of the last two share no
   * ids with others, and count no operations.
   */
  readonly moment?: 'settled' | 'at-once' | 'at-exit';
  /** Whether the snapshot shall tell what numbers say, where `readsValues`. */
  readonly values?: boolean;
  readonly onProgress?: (written: Bytes) => void;
  /** Aborted when the reader wants to stop: a capture under way is finished, one that hangs is given up early. */
  readonly signal: AbortSignal;
}

export interface CaptureResult {
  readonly size: Bytes;
  /** Equal in two captures where their object ids are comparable. */
  readonly epoch: string;
  /** Nodes of the heap graph; 0 where the snapshot does not say. */
  readonly nodes: number;
  /** At the snapshot. */
  readonly operations?: number;
  /** By how many the count may be off, if that is known. */
  readonly operationsDrift?: number;
  /** How many worker threads ran whose heaps this probe cannot capture; absent if it captures them, or cannot tell. */
  readonly unseenWorkers?: number;
  readonly notes: readonly string[];
}
