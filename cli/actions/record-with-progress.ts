import { growthIn, unjudgedIn } from '../../analyzer/report/ledger-judgement.ts';
import { heapName } from '../../format/heap-name.ts';
import { printable } from '../../format/printable.ts';
import type { RecordingManifest, TreeManifest } from '../../format/recording.ts';
import type { Connection } from '../../probes/connection.ts';
import type { RecordingPlan } from '../../probes/session/plan/plan.ts';
import { withPulses } from '../../probes/session/plan/window-plan.ts';
import { recordTarget } from '../../probes/session/record-target.ts';
import { type AttachToProcess, recordTree } from '../../probes/session/record-tree.ts';
import type { Workload } from '../../probes/workload/workload.ts';
import { type ProgressReader, recordingProgress } from '../output/recording-progress.ts';
import { ownerLine } from './recording-owner.ts';

/** A recording that is told of on stderr, or to another reader, unless that is to be quiet. */
export interface ToldRecording {
  readonly plan: RecordingPlan;
  readonly folder: string;
  readonly quiet: boolean;
  /** Default: stderr. */
  readonly reader?: ProgressReader;
  /** Aborted when the reader wants to stop. */
  readonly signal: AbortSignal;
  readonly workload?: Workload;
}

/** What a recording left behind. */
export interface Recorded<Manifest> {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Records an attached target; says on stderr what happens and where the recording is. */
export async function recordWithProgress(
  connection: Connection,
  { quiet, reader = process.stderr, ...task }: ToldRecording,
): Promise<Recorded<RecordingManifest>> {
  const { captures } = withPulses(task.plan, connection.pulses !== undefined);
  const onEvent = quiet ? () => {} : recordingProgress(captures, reader);
  for (const note of connection.notes) onEvent({ kind: 'note', note });
  const owner = ownerLine(connection.target.pid);
  const manifest = await recordTarget(connection, { ...task, onEvent, growthIn, unjudgedIn });
  return told({ folder: task.folder, manifest }, owner, quiet, reader);
}

/** As `recordWithProgress`, for every JavaScript process of the tree below `root`. */
export async function recordTreeWithProgress(
  root: number,
  attach: AttachToProcess,
  { quiet, reader = process.stderr, ...task }: ToldRecording,
): Promise<Recorded<TreeManifest>> {
  const onEvent = quiet ? () => {} : recordingProgress(task.plan.captures, reader, heapName);
  const owner = ownerLine(root);
  const manifest = await recordTree(root, attach, { ...task, onEvent, unjudgedIn });
  return told({ folder: task.folder, manifest }, owner, quiet, reader);
}

function told<Manifest extends RecordingManifest | TreeManifest>(
  recorded: Recorded<Manifest>,
  owner: ReturnType<typeof ownerLine>,
  quiet: boolean,
  reader: ProgressReader,
): Recorded<Manifest> {
  if (!quiet) reader.write(closingLine(recorded) + owner(recorded.folder));
  return recorded;
}

function closingLine({ folder, manifest }: Recorded<RecordingManifest | TreeManifest>): string {
  const { state, endReason } = manifest;
  const early = state === 'complete' ? '' : ` (${state}: ${endReason ?? 'for an unknown reason'})`;
  return `${printable(`recorded in ${folder}${early}`)}\n`;
}
