import type { HeapSummary } from './heap-summary.ts';
import type { PeakMoment } from './peak-moment.ts';
import type { ReportTool } from './report.ts';
import type { Bytes, EpochMillis, Millis, Share } from './units.ts';

export const peakSchemaVersion = 1;

/** The highest memory of a run that ended: when it was, what was alive then, and what would lower it. */
export interface PeakReport {
  /** Rises with changes that a reader has to know of. */
  readonly schemaVersion: typeof peakSchemaVersion;
  /** What wrote it. */
  readonly tool: ReportTool;
  /** When it was written. */
  readonly createdAt: EpochMillis;
  /** What ran. */
  readonly command: string;
  /** How it ended: `exit code 0`, `SIGABRT`. */
  readonly end: string;
  /** How long it ran, without the time that captures paused it. */
  readonly took: Millis;
  /** The answer in one sentence. */
  readonly sentence: string;
  /** When all processes together took most. Absent if the run was over before anything was seen. */
  readonly peak?: PeakMoment;
  /** The heap that was captured nearest to it. Absent if none was. */
  readonly heap?: PeakHeap;
  /** What would lower the peak, what saves most first. */
  readonly advice: readonly PeakAdvice[];
  /** The limit that was given. */
  readonly limit?: PeakLimit;
  /** Resident memory of all processes over time, in at most a hundred points. */
  readonly curve: readonly PeakPoint[];
  /** How many captures were taken; only the best was kept. */
  readonly captures: number;
  /** How long they paused the run. */
  readonly paused: Millis;
  /** How many times the program ran. */
  readonly runs: number;
  /** What the reader should know of this report, in words. */
  readonly notes: readonly string[];
}

/** A heap, captured near the peak. */
export interface PeakHeap {
  /** Whose it is: `process 4123 (tsc)`, `worker thread 2 of process 4123`. */
  readonly name: string;
  /** What all processes took right before the capture. */
  readonly moment: PeakMoment;
  /** The same as a share of the peak. */
  readonly share: Share;
  /** How long after the peak it was captured; below zero if before. */
  readonly after: Millis;
  /** Why it was captured then. */
  readonly reason: PeakReason;
  /** Where the memory of its process was, the largest part first. */
  readonly parts: readonly PeakPart[];
  /** What was alive. */
  readonly summary: HeapSummary;
  /** Most of its bytes by class. */
  readonly classes: readonly PeakClass[];
  /** Whose files the data is about, the largest first. Empty if no objects stand for files. */
  readonly subjects: readonly PeakSubject[];
  /** Where the capture is kept, as a recording. Absent if it was not kept. */
  readonly recording?: string;
}

/** `slower`: growth paused. `growth`: it had grown far since the last capture. `exit`: the process ended. `second-run`: an earlier run told when. */
export type PeakReason = 'slower' | 'growth' | 'exit' | 'second-run';

/**
 * A part of a process's memory at the capture. `alive`, `garbage` and `free` are of the JavaScript heap: what lived, what was dead and not
 * yet collected, and room that V8 had taken and not filled. `young-garbage` is garbage of the young generation.
 */
export type PeakPartName =
  | 'alive'
  | 'garbage'
  | 'young-garbage'
  | 'free'
  | 'buffers'
  | 'code'
  | 'wasm'
  | 'native'
  | 'files'
  | 'other';

/** One part. */
export interface PeakPart {
  /** Which. */
  readonly name: PeakPartName;
  /** Its size. */
  readonly bytes: Bytes;
}

/** All objects of one class. */
export interface PeakClass {
  /** Its name. */
  readonly name: string;
  /** How many there are. */
  readonly objects: number;
  /** Their own bytes, without what they hold. */
  readonly bytes: Bytes;
}

/** The files of one package, or of the program, for which objects stand. */
export interface PeakSubject {
  /** The package, `your files` or `other files`. */
  readonly name: string;
  /** How many objects stand for its files. */
  readonly files: number;
  /** The class of most of them. */
  readonly className: string;
  /** What goes if they go. */
  readonly bytes: Bytes;
}

/** Something that would lower the peak. */
export interface PeakAdvice {
  /** What to do, and why, in words. */
  readonly text: string;
  /** What it saves at most. */
  readonly bytes: Bytes;
}

/** A limit for the peak. */
export interface PeakLimit {
  /** As it was given. */
  readonly bytes: Bytes;
  /** Whether the peak was higher. */
  readonly exceeded: boolean;
}

/** One point of a curve. */
export interface PeakPoint {
  /** Since the start of the run. */
  readonly at: Millis;
  /** Resident memory of all processes. */
  readonly bytes: Bytes;
}
