import type { Capture, RecordingManifest } from '../../format/recording.ts';

/** What is known of a recording at its end. */
export interface RecordingEnd {
  /** How many captures the plan wanted. */
  readonly planned: number;
  readonly captures: readonly Capture[];
  /** Why it ended before its plan did, in words. */
  readonly endReason: string | undefined;
}

/** Whether the plan was followed to its end, and why not. */
export function recordingOutcome({
  planned,
  captures,
  endReason,
}: RecordingEnd): Pick<RecordingManifest, 'state' | 'endReason'> {
  const failed = captures.filter(({ status }) => status !== 'whole');
  const reason = endReason ?? failed[0]?.failure;
  const allCaptured = planned > 0 && captures.length === planned && failed.length === 0;
  if (allCaptured || reason === undefined) return { state: 'complete' };
  const nothing = planned > 0 && captures.length === failed.length;
  return { state: nothing ? 'failed' : 'interrupted', endReason: reason };
}
