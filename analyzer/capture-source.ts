import type { Bytes, EpochMillis } from '../format/units.ts';

/** One whole heap snapshot on disk, ready to be read: from a recording or given loose. */
export interface CaptureSource {
  /** A path that can be opened from the current directory. */
  readonly file: string;
  /** How the reader knows it: `capture 2`, or the name of a loose file. */
  readonly label: string;
  readonly at?: EpochMillis;
  /** What the target's operations expression gave at the snapshot. */
  readonly operations?: number;
  /** Identity of the target's object ids: equal in two captures means their ids are comparable. */
  readonly epoch?: string;
}

export interface FindOptions {
  /** Told which step is under way and the share of it that is done, 0 to 1. */
  readonly onProgress?: (phase: string, share: number) => void;
  /** Refuse captures that need more memory than this. Default: what the machine has. */
  readonly maxMemory?: Bytes | undefined;
  /** How many operations the target did between two captures, if the captures do not say. */
  readonly operationsPerInterval?: number | undefined;
  /** How many sessions, connections or jobs ended between two captures, if a person knows. */
  readonly expectedEnds?: number | undefined;
}
