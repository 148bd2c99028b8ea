/** What makes the target work between captures, where work and not time is to be equal in each interval. */
export interface Workload {
  /** For the manifest and its reader: `503 requests to http://127.0.0.1:3000/ over 10 connections`. */
  readonly description: string;
  /**
   * Does the work of one interval; the one before the first capture warms the target up.
   * @param interval from 0, the warm-up
   * @param signal aborted where the recording has to end: the work stops, and what it returns counts for nothing
   * @throws UserError if the work was not done as it should be, which ends the recording
   */
  run(interval: number, signal: AbortSignal): Promise<WorkDone>;
}

export interface WorkDone {
  /** Absent if nobody counted. */
  readonly operations?: number;
  /** What the reader should know of it, in words. */
  readonly notes: readonly string[];
}
