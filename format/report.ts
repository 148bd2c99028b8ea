import type { SampledGrowth } from './allocations.ts';
import type { Coverage, Interval } from './coverage.ts';
import type { HeapSummary } from './heap-summary.ts';
import type { BaselineEntry, SuppressedSuspect } from './known-suspect.ts';
import type { MemoryTrend, PulseTrend } from './memory-trend.ts';
import type { NativeMemory } from './native-memory.ts';
import type { Suspect } from './suspect.ts';
import type { EpochMillis } from './units.ts';
import type { ProcessVerdict, Verdict } from './verdict.ts';

/**
 * The JSON report, a contract: fields are added, never changed in meaning within one schema version.
 * Text, page and CI formats are all drawn from it. Nothing else leaves the analyzer.
 * What is written at each field here is its description in `report.schema.json`.
 */
export const reportSchemaVersion = 1;

/** What heaptrail says about one recording, loose snapshots or telemetry. */
export interface Report extends SingleReport {
  /** If several heaps were recorded (of processes, of worker threads): each with its own report, the worst first. */
  readonly heaps?: readonly HeapReport[];
}

/** A report without the heaps beside it. */
export interface SingleReport {
  /** The version of this format. */
  readonly schemaVersion: typeof reportSchemaVersion;
  /** The program that wrote the report. */
  readonly tool: ReportTool;
  /** When the report was made, in milliseconds since 1970. */
  readonly createdAt: EpochMillis;
  /** The same moment as an ISO 8601 date. JSON reports have it; it is made from `createdAt`. */
  readonly createdAtIso?: IsoDate;
  /** The one answer of the report. */
  readonly verdict: Verdict;
  /** What grows and who holds it, the most likely first. */
  readonly suspects: readonly Suspect[];
  /** What a configuration or a baseline took out of the verdict. Absent if none was applied. */
  readonly suppressed?: readonly SuppressedSuspect[];
  /** How the suspects compare with those that a project has accepted. Absent if there was no baseline. */
  readonly baseline?: readonly BaselineEntry[];
  /** The time between one capture and the next, in order. */
  readonly intervals: readonly Interval[];
  /** What was looked at, and what could not be seen. */
  readonly coverage: Coverage;
  /** The process that was recorded. Absent for loose snapshots. */
  readonly target?: ReportTarget;
  /** Where memory went over the recording. Absent without a ledger. */
  readonly memory?: MemoryTrend;
  /** What is known of memory outside the JavaScript heap, beyond its size. Absent if nothing was recorded of it. */
  readonly native?: NativeMemory;
  /** What pulses counted. Absent if there were none. */
  readonly pulses?: PulseTrend;
  /** What sampling saw in the whole program. Absent if allocations were not sampled. */
  readonly allocations?: SampledGrowth;
  /** If telemetry tells of several processes, or of one that was restarted: each by itself, the worst first. */
  readonly processes?: readonly ProcessVerdict[];
  /** What fills the heap of each capture. Given if there are too few captures of one process to tell what grows. */
  readonly heapSummaries?: readonly HeapSummary[];
}

/** A program and its version. */
export interface ReportTool {
  /** Its name. */
  readonly name: string;
  /** Its version, as in its package. */
  readonly version: string;
}

/** One heap among several. */
export interface HeapReport {
  /** How the reader knows it: `process 4123 (worker 3 of cluster)`, `worker thread 2 (index.mjs) of process 4123`. */
  readonly name: string;
  /** The id of the process. */
  readonly pid?: number;
  /** The id of the worker thread, if it is the heap of one. */
  readonly thread?: number;
  /** It ended by itself while others were still recorded. What it held is gone with it. */
  readonly ended?: true;
  /** What the report says about this heap alone. */
  readonly report: SingleReport;
}

/** The process that was recorded. */
export interface ReportTarget {
  /** Its id. Absent if it was reached by an address. */
  readonly pid?: number;
  /** The address by which it was reached, without its path. Absent if it is a process of the machine that recorded it. */
  readonly address?: string;
  /** `node`, `bun`, `deno`, `electron`, `chromium`, `workerd`, or `v8` if it does not say. */
  readonly runtime: string;
  /** The version of the runtime. */
  readonly version: string;
  /** Its command line, with secrets masked. */
  readonly command: string;
  /** The working directory of the program, which places in its code are relative to. */
  readonly directory?: string;
}

/** A moment as ISO 8601 writes it. */
export type IsoDate = string;
