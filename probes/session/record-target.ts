import { type RecordingManifest, recordingSchemaVersion } from '../../format/recording.ts';
import { tool } from '../../format/tool.ts';
import type { Connection } from '../connection.ts';
import { sampleMemory } from '../ledger/sample-memory.ts';
import { captureRisks, freeDiskAt, refusedCapture } from './guards.ts';
import { optionsOf, type RecordingPlan } from './plan.ts';
import { RecordingFolder } from './recording-folder.ts';
import { type RecordingEvent, RecordingRun } from './recording-run.ts';
import { sampleWithHeap } from './sample-with-heap.ts';

/**
 * Records the target by the plan into a new folder and detaches from it, whatever happens.
 * Aborting `signal` ends the recording early and valid; a capture under way is finished first.
 * @returns the manifest as it stands on disk
 * @throws ProbeError where nothing was recorded: the first capture is too dangerous
 *   (`capture-refused`, with figures), or the folder cannot be written.
 */
export async function recordTarget(
  connection: Connection,
  plan: RecordingPlan,
  folder: string,
  onEvent: (event: RecordingEvent) => void,
  signal: AbortSignal,
): Promise<RecordingManifest> {
  let run: RecordingRun | undefined;
  try {
    if (plan.captures > 0 && !plan.force) await requireSafeStart(connection, folder);
    const files = await RecordingFolder.create(folder, newManifest(connection, plan));
    run = new RecordingRun(connection, plan, files, onEvent, signal);
    await run.followPlan();
  } finally {
    onEvent({ kind: 'detaching' });
    const notes = await connection.detach();
    await run?.close(notes);
  }
  return run.manifest;
}

function newManifest(connection: Connection, plan: RecordingPlan): RecordingManifest {
  return {
    schemaVersion: recordingSchemaVersion,
    tool,
    target: connection.target,
    options: optionsOf(plan),
    startedAt: Date.now(),
    state: 'recording',
    captures: [],
    notes: connection.notes,
  };
}

/** Before anything is written, so that a refusal leaves nothing behind. */
async function requireSafeStart(connection: Connection, folder: string): Promise<void> {
  const sample = await sampleWithHeap(() => sampleMemory(connection), connection.ended);
  const risks = captureRisks(sample, await freeDiskAt(folder));
  if (risks.length > 0 && !connection.ended.aborted) throw refusedCapture(risks);
}
