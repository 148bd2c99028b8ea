import path from 'node:path';
import { type RecordingManifest, recordingSchemaVersion } from '../../format/recording.ts';
import { tool } from '../../format/tool.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import type { OwnHeap } from '../../probes/node/own-heap.ts';
import { captureFileName, RecordingFolder } from '../../probes/session/files/recording-folder.ts';
import { sleep } from './clock.ts';
import type { OperationLoop } from './operation-loop.ts';
import { primeFrom } from './primes.ts';
import type { Rounds } from './run-rounds.ts';

/** The middle interval has more operations in the same time: what grows by time or by round is told from a leak. */
const more = 3;
/** What grows has to stand out from the engine's own business by bytes, within bounds of time. */
const wantedBytes: Bytes = 8 << 10;
const leastBytesPerObject: Bytes = 24;
const fewestOperations = 23;
const longestInterval: Millis = 400;

/** A capture is a long stall: what has timed out meanwhile, such as an idle connection, is dropped before it is used. */
const recovery: Millis = 50;

/** Four captures of this thread's heap with operations between them, as a recording. */
export async function recordCaptures(
  folder: string,
  loop: OperationLoop,
  heap: OwnHeap,
  rounds: Rounds,
): Promise<void> {
  const few = operationsPerInterval(rounds);
  const intervals = [few, primeFrom(more * few), few];
  const recording = await RecordingFolder.create(folder, manifest(intervals.length + 1));
  await capture(recording, 1, loop, heap);
  for (const [index, operations] of intervals.entries()) {
    const took = await loop.perform(operations);
    await sleep(took * (intervals[1] / operations - 1));
    await capture(recording, index + 2, loop, heap);
  }
  await recording.update({ state: 'complete', endedAt: Date.now() });
}

function operationsPerInterval({ operations, perOperation, growth }: Rounds): number {
  const bytes = Math.max(growth.bytes, growth.objects * leastBytesPerObject, 1);
  const affordable = longestInterval / Math.max(perOperation, 0.001);
  const wanted = Math.min(wantedBytes / bytes, affordable);
  return primeFrom(Math.max(fewestOperations, Math.min(operations, affordable), wanted));
}

/** What the operations have set off is let come to rest: two collections with the event loop's turns between. */
async function capture(
  recording: RecordingFolder,
  index: number,
  loop: OperationLoop,
  heap: OwnHeap,
): Promise<void> {
  await heap.take();
  await heap.take();
  const at = Date.now();
  const file = captureFileName(index);
  const size = heap.capture(path.join(recording.path, file));
  await recording.updateCapture({
    index,
    file,
    at,
    status: 'whole',
    duration: Date.now() - at,
    size,
    epoch: 'leak-test',
    operations: loop.performed,
    heapUsed: process.memoryUsage().heapUsed,
  });
  await sleep(recovery);
}

function manifest(captures: number): RecordingManifest {
  return {
    schemaVersion: recordingSchemaVersion,
    tool,
    target: {
      pid: process.pid,
      runtime: 'node',
      version: process.versions.node,
      executable: process.execPath,
      command: process.argv,
      platform: process.platform,
      architecture: process.arch,
    },
    options: { ledgerEvery: 0, captures, parts: ['heap'] },
    startedAt: Date.now(),
    state: 'recording',
    captures: [],
    notes: ['memory outside the heap was not sampled: this is the heap of one thread in a leak test'],
  };
}
