import type { Bytes, Millis } from './units.ts';

/** What all processes of a run took together at one moment. */
export interface PeakMoment {
  /** Since the start of the run, without the time that captures paused it. */
  readonly at: Millis;
  /** Resident memory of all processes, without what captures left in them. */
  readonly bytes: Bytes;
  /** Of each process, the largest first. */
  readonly processes: readonly PeakProcess[];
}

/** One process of a run. */
export interface PeakProcess {
  /** Its id. */
  readonly pid: number;
  /** What it runs: `node tsc`, `esbuild`. */
  readonly name: string;
  /** Its resident memory. */
  readonly bytes: Bytes;
}
