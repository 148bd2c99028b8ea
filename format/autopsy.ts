import type { MemoryTrend } from './memory-trend.ts';
import type { ReportTool } from './report.ts';
import type { Bytes, Confidence, EpochMillis, Millis } from './units.ts';
import type { ProblemKind, Verdict } from './verdict.ts';

/** What `heaptrail autopsy --json` prints. A contract: fields are added, never changed in meaning. */
export const autopsySchemaVersion = 1;

export interface Autopsy {
  readonly schemaVersion: typeof autopsySchemaVersion;
  readonly tool: ReportTool;
  readonly createdAt: EpochMillis;
  /** The answer about the life that says most. Its outcome is about growth, as in every report. */
  readonly verdict: Verdict;
  /** Each life that ended, the latest of each service last. */
  readonly lives: readonly DeadLife[];
  /** What the lives of one service say together. */
  readonly compared: readonly string[];
  /** What the files do not tell, in words. */
  readonly unknown: readonly string[];
  /** What was torn, assumed or left out. */
  readonly limits: readonly string[];
}

/**
 * `heap-limit`: V8 gave up. `kernel`: killed because memory ran out. `container`: the same, as a supervisor tells it.
 * `restart-limit`: a supervisor restarted it at a size. `crash`: it ended itself by a signal. `killed`: a signal came
 * from outside. `exited`: it left by itself. `unknown`: nothing tells.
 */
export type DeathCause =
  | 'heap-limit'
  | 'kernel'
  | 'container'
  | 'restart-limit'
  | 'crash'
  | 'killed'
  | 'exited'
  | 'unknown';

export interface DeadLife {
  /** What runs again under this name after a restart. */
  readonly service?: string;
  readonly pid?: string;
  /** From 1, if several lives of the service are known. */
  readonly life?: number;
  readonly cause: DeathCause;
  /** How sure the cause is, from 0 to 1. */
  readonly causeConfidence: Confidence;
  /** How the cause is known, in words. */
  readonly causeKnownBy: string;
  /** The death in one sentence. */
  readonly sentence: string;
  readonly at?: EpochMillis;
  readonly age?: Millis;
  readonly size?: Bytes;
  readonly limit?: Bytes;
  readonly signal?: string;
  /** What kind of memory problem its samples show. */
  readonly problem: ProblemKind;
  readonly memory?: MemoryTrend;
  /** Who probably held the memory. Absent if nothing names it. */
  readonly holder?: LikelyHolder;
}

/** Who probably held what filled up, the surest evidence of those that are left. */
export interface LikelyHolder {
  /** One line: the holder's expression, or the call that allocates. */
  readonly name: string;
  /** `captures`: heap snapshots. `sites`: sampled allocations. */
  readonly source: 'captures' | 'sites';
  readonly confidence: Confidence;
  /** When it was seen. */
  readonly at?: EpochMillis;
  /** The fact in one line. */
  readonly sentence: string;
}
