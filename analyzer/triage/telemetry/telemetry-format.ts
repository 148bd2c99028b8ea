import type { MemorySample } from '../../../format/memory-sample.ts';
import type { EpochMillis, Millis } from '../../../format/units.ts';
import type { Columns } from './columns.ts';

/** What one line says about one process. The time comes later, from wherever this telemetry has it. */
export interface Observation {
  readonly pid?: string;
  readonly at?: EpochMillis;
  /** Since the process was started. */
  readonly uptime?: Millis;
  readonly memory: Omit<MemorySample, 'at'>;
}

/** Reads the lines of one file in order. */
export interface LineReader {
  /** What the line says; nothing where it is no telemetry, `torn` where it was meant to be and is not whole. */
  read(line: string): readonly Observation[] | 'torn';
}

/** One way in which memory telemetry is written down. */
export interface TelemetryFormat {
  readonly name: string;
  /** A reader, where the first lines of a file are of this format. */
  open(head: readonly string[], columns: Columns): LineReader | undefined;
}
