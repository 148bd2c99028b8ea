import type { Report } from '../../format/report.ts';
import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { analyzeOpened, analyze as analyzePaths } from '../analyze.ts';
import type { OpenedRecording } from '../recording/open-recording.ts';
import { openSource } from '../recording/open-source.ts';

export interface AnalyzeOptions {
  /** Called as the work goes on: what is being done, and how much of all is, 0 to 1. */
  readonly onProgress?: (phase: string, share: number) => void;
  /** Snapshots that need more are refused. Default: what this machine or container has. */
  readonly maxMemory?: Bytes;
  /** How much work the program did between two captures, if nothing else counted it. */
  readonly operationsPerInterval?: number;
}

/**
 * The verdict on heap snapshots of one process, in any order, as `heaptrail analyze` gives it.
 * @throws UserError for what is no snapshot
 */
export async function analyze(
  snapshots: string | readonly string[],
  options: AnalyzeOptions = {},
): Promise<Report> {
  return await analyzePaths([snapshots].flat(), options);
}

/**
 * The verdict on a recording, as `heaptrail analyze` gives it.
 * @throws UserError for what is no recording
 */
export async function analyzeRecording(folder: string, options: AnalyzeOptions = {}): Promise<Report> {
  const opened: OpenedRecording = openSource([folder]);
  if (opened.folder === undefined)
    throw new UserError('not-a-recording', `${folder} is no recording`, 'give analyze() heap snapshots');
  return await analyzeOpened(opened, options);
}
