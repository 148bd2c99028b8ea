import type { EpochMillis } from '../../../format/units.ts';
import type { Columns } from './columns.ts';
import type { Observation } from './observation.ts';

/** What is known about a line from around it: its logger's stamp, or the line of a date before it. */
export interface LineAside {
  readonly at?: EpochMillis | undefined;
}

/** Reads the lines of one process, or of one file, in order. */
export interface LineReader {
  /**
   * What the line says; nothing where it belongs to this format and says nothing yet, `torn` where it was meant to
   * and is not whole. Undefined leaves the line to the formats after this one.
   */
  read(line: string, aside: LineAside): readonly Observation[] | 'torn' | undefined;
  /** What was still open when the file ended. */
  end?(): readonly Observation[];
}

/** One way in which memory telemetry is written down. */
export interface TelemetryFormat {
  readonly name: string;
  /** The file is a table of this format from its first line: nothing stands before its lines, and nothing else in it. */
  readonly wholeFile?: true;
  /** A reader, where the first lines of a file have this format in them. */
  open(head: readonly string[], columns: Columns): LineReader | undefined;
}
