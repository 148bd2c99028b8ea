import type { Columns } from './columns.ts';
import type { Observation } from './observation.ts';

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
