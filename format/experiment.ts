import type { Bytes, EpochMillis, Millis } from './units.ts';

/** With what freed memory was given back to the system from within the process. */
export const trimMeans = ['node:ffi', 'koffi', 'bun:ffi'] as const;
export type TrimMeans = (typeof trimMeans)[number];

/** What was done to the process at the end of a recording to tell a leak from what only looks like one. */
export interface Experiment {
  /** All garbage was collected. */
  readonly collection?: ExperimentStep;
  /** What the allocator had freed was given back to the system. */
  readonly trim?: TrimStep;
  /** Why freed memory was not given back, in words. */
  readonly notTrimmed?: string;
}

/** One step, with what was expected of it before. */
export interface ExperimentStep {
  /** When it began, in milliseconds since 1970. */
  readonly at: EpochMillis;
  /** How much was expected to be given back. Absent if nothing told. */
  readonly predicted?: Bytes;
  /** How much was. Below zero if the program took more meanwhile. */
  readonly givenBack: number;
  /** Resident memory before, without that of files. */
  readonly residentBefore: Bytes;
  /** The same afterwards. */
  readonly residentAfter: Bytes;
  /** How long the process was busy with it. */
  readonly took: Millis;
}

/** Giving back what was freed. */
export interface TrimStep extends ExperimentStep {
  /** With what it was called within the process. */
  readonly by: TrimMeans;
}
