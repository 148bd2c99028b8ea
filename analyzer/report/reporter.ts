import type { Report } from '../../format/report.ts';

/** What a format has to know beside the report itself. */
export interface ReportView {
  /** ANSI colors, for formats that have any; the caller knows what the text is written to. */
  readonly colors?: boolean;
  /** Every suspect, not only the most likely ones, in formats that are read by people. */
  readonly all?: boolean;
  /** What was analyzed, as the reader named it: `heaptrail explain` is told to look there again. */
  readonly source?: string;
  /**
   * Where a source file lies that a report names, relative to the root of the repository and with slashes. Undefined if no file, or more than one, fits: a place that is not known is not guessed.
   */
  readonly fileOf?: (name: string) => string | undefined;
}

/** One format of the report. A further one is a file like its neighbors and a line in `reporters.ts`. */
export interface Reporter {
  /** As it is typed: `--reporter NAME`. */
  readonly name: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  /** The environment variable that names the file to append to if none is given. */
  readonly appendsTo?: string;
  render(report: Report, view: ReportView): string;
}
