import type { ReportTool } from '../../format/report.ts';
import type { EpochMillis, Millis } from '../../format/units.ts';
import type { BuildProof, BuildState } from '../../judgement/builds.ts';
import type { ReportDiff } from '../report/compare-reports.ts';

export const comparisonSchemaVersion = 1;

/** What one build of a program leaves behind, against another. A contract like the report itself. */
export interface BuildComparison {
  readonly schemaVersion: typeof comparisonSchemaVersion;
  readonly tool: ReportTool;
  readonly createdAt: EpochMillis;
  readonly state: BuildState;
  /** The state in one sentence, with its figures. */
  readonly sentence: string;
  readonly base: BuildName;
  readonly head: BuildName;
  /** What each process did between two looks. */
  readonly workload: string;
  /** Of what the rates are: `request`, `operation`, or `interval` if nobody counted. */
  readonly per: string;
  /** In each interval; absent if nobody counted. */
  readonly operations?: number;
  /** Processes of each build. */
  readonly rounds: number;
  readonly took: Millis;
  /** Why there were no more rounds although nothing is clear. */
  readonly endedBy?: string;
  readonly measures: readonly BuildProof[];
  /** Which suspects make the difference, by a recording of each build at the end. Absent if none was taken. */
  readonly reason?: ReportDiff;
  /** What the reader should know of the comparison, in words. */
  readonly notes: readonly string[];
}

export interface BuildName {
  readonly command: string;
  readonly directory?: string;
}
