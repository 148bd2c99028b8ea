import path from 'node:path';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { PeakReason } from '../../format/peak.ts';
import type { PeakMoment } from '../../format/peak-moment.ts';
import { isWholeProcess, type TargetDescription } from '../../format/recording.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import type { Connection } from '../connection.ts';
import { host } from '../host/this-host.ts';
import { PartsReader } from '../ledger/parts-reader.ts';
import { newManifest } from '../session/files/new-manifest.ts';
import { captureFileName, RecordingFolder } from '../session/files/recording-folder.ts';
import type { MeasuredCapture } from '../session/guards/capture-cost.ts';

import type { WatchedHeap } from './watched-heap.ts';

/** Why and when a heap is captured. */
interface Occasion {
  readonly reason: PeakReason;
  /** What all processes took right before it. */
  readonly moment: PeakMoment;
  /** What captures before it had left in its process. */
  readonly residue: Bytes;
}

/** One capture of a run, as a recording on disk. */
export interface PeakCapture extends Occasion {
  readonly folder: string;
  readonly target: TargetDescription;
  /** Its process right before it, with the parts of its memory. */
  readonly before: MemorySample;
  /** Right after it, when its garbage was collected; absent if the process did not answer. */
  readonly after?: MemorySample;
  /** What lived, as its garbage was collected for it. */
  readonly level: Bytes;
  readonly took: Millis;
  /** What it teaches of the next one. */
  readonly measured: MeasuredCapture;
}

/** What a capture is taken with. */
export interface CaptureTask extends Occasion {
  readonly heap: WatchedHeap;
  /** New. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Captures a heap into a recording of its own.
 * @throws ProbeError if there is no whole capture; no part of it stays
 */
export async function takeCapture({ heap, folder, signal, ...told }: CaptureTask): Promise<PeakCapture> {
  const { connection } = heap;
  const before = await withParts(connection, withSystem(heap));
  const files = await RecordingFolder.create(
    folder,
    newManifest(connection, { captures: 1, ledgerEvery: 100 }),
  );
  const file = captureFileName(1);
  const started = Date.now();
  const { size, epoch, nodes } = await connection.capture({
    path: path.join(files.path, file),
    atOnce: true,
    signal,
  });
  const took = Date.now() - started;
  const after = await toldBy(heap, told.moment.at);
  // Code that allocates much would be slower from now on. At its exit nothing runs.
  if (told.reason !== 'exit') await connection.forgetIds?.();
  await files.appendSample({ ...before, mark: 'captured' });
  const capture = { index: 1, file, at: started, status: 'whole', duration: took, size, epoch } as const;
  await files.update({ captures: [capture], endedAt: Date.now(), state: 'complete' });
  const { level } = heap;
  const live = Math.min(after?.heapUsed ?? level, before.heapUsed ?? level);
  return {
    ...told,
    ...{ folder: files.path, target: connection.target, before, level, took },
    ...(after === undefined ? {} : { after }),
    measured: { nodes, live, duration: took, size, rssBefore: before.rss ?? 0 },
  };
}

/** A machine that is busy may take a while for the answer, and without it nobody knows what lived. */
async function toldBy(heap: WatchedHeap, at: Millis): Promise<MemorySample | undefined> {
  for (let asked = 0; asked < mostQuestions && !heap.isOver; asked++) {
    const sample = await heap.lookNow(at);
    if (sample !== undefined) return sample;
  }
  return undefined;
}

/** Each waits for a third of a second. */
const mostQuestions = 10;

/** The last sample with what the system says now. */
export function withSystem({ connection, last }: WatchedHeap): MemorySample {
  const { pid, thread } = connection.target;
  const sample = { at: Date.now(), ...last };
  if (pid === undefined) return sample;
  const limits = host.memory.limitsOf(pid);
  // A thread has a heap of its own; all else that the system counts is its whole process's.
  return thread === undefined
    ? { ...sample, ...host.memory.usageOf(pid), ...limits }
    : { ...sample, ...limits };
}

async function withParts({ target }: Connection, sample: MemorySample): Promise<MemorySample> {
  if (!isWholeProcess(target) || host.kernel === undefined) return sample;
  return await new PartsReader(target, 0).withNow(sample);
}
