import path from 'node:path';
import type { RecordingManifest } from '../../format/recording.ts';
import type { RecordingWishes } from '../session/plan/plan.ts';
import { beginRecording } from './begin-recording.ts';
import { ProbeThread } from './probe-thread.ts';

export interface RecordOptions extends RecordingWishes {
  /** The folder to record into; must be new or empty. Default: one in the current directory, named after pid and time. */
  readonly out?: string | undefined;
}

/** A recording of this process that is under way. */
export interface Recording {
  /** The folder, which `heaptrail analyze` can read even while it is written. */
  readonly folder: string;
  /** Resolves with the recording's manifest once its plan is done, or it was stopped. Does not keep the process alive. */
  readonly finished: Promise<RecordingManifest>;
  /** Ends the recording after finishing the current capture. */
  stop(): Promise<RecordingManifest>;
}

/**
 * Records this process from the inside, as `heaptrail attach` does from the outside: same plan, guards and files, and
 * no inspector port. A worker thread does the work. Captures pause the main thread as always.
 * @throws Error if it cannot begin; `finished` rejects if it fails later, for example because memory
 *   is too small for a capture
 */
export async function record(options: RecordOptions = {}): Promise<Recording> {
  const { out, ...wishes } = options;
  const folder = path.resolve(out ?? `heaptrail-${process.pid}-${Date.now()}.heaptrail`);
  const thread = ProbeThread.start();
  const { begun, finished, stop } = beginRecording(thread, { wishes, folder });
  await thread.whileAwaited(begun);
  return {
    folder,
    finished,
    stop: () => {
      stop();
      return thread.whileAwaited(finished);
    },
  };
}
