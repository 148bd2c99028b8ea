import type { Report } from '../format/report.ts';
import type { Rung } from '../format/rungs.ts';
import type { Bytes } from '../format/units.ts';
import type { Verdict } from '../format/verdict.ts';

/** What the doctor says of a process. All of it is redacted: it may leave the machine. */
export interface Diagnosis {
  /** The one answer, as data. */
  readonly verdict: Verdict;
  /** The same with its suspects in plain text, for a terminal or a chat. */
  readonly text: string;
  /** The whole report, as `heaptrail analyze --json` prints it. */
  readonly report: Report;
  /** How closely it looked. */
  readonly rung: Rung;
  /** A text for the issue tracker of the program. */
  readonly issue: IssueText;
  /** Absent if it could not be written; a note says why. */
  readonly bundle?: Bundle;
  /** What went otherwise than planned, in words. */
  readonly notes: readonly string[];
}

/** In GitHub's flavor of Markdown. */
export interface IssueText {
  readonly title: string;
  readonly body: string;
}

/** A folder to attach to an issue or to mail. */
export interface Bundle {
  readonly folder: string;
  /** Their names: `issue.md`, `report.json`, `ledger.ndjson` and, if it fits, `page.html`. */
  readonly files: readonly string[];
  /** Of all files together: less than a million. */
  readonly bytes: Bytes;
}

export interface DiagnosisProgress {
  readonly phase: 'recording' | 'analyzing';
  /** Of the whole work, from 0 to 1. */
  readonly share: number;
  /** What happens, in words. */
  readonly text: string;
}
