import { growthIn, unjudgedIn } from '../../analyzer/report/ledger-judgement.ts';
import { heapName } from '../../format/heap-name.ts';
import { printable } from '../../format/printable.ts';
import type { RecordingManifest, TreeManifest } from '../../format/recording.ts';
import { UserError } from '../../format/user-error.ts';
import type { Connection } from '../../probes/connection.ts';
import type { RecordingPlan } from '../../probes/session/plan/plan.ts';
import { withPulses } from '../../probes/session/plan/window-plan.ts';
import { recordTarget } from '../../probes/session/record-target.ts';
import { type AttachToProcess, recordTree } from '../../probes/session/record-tree.ts';
import type { Workload } from '../../probes/workload/workload.ts';
import type { Outlet } from '../output/outlets.ts';
import { recordingProgress } from '../output/recording-progress.ts';
import type { Configuration } from '../requests/configuration.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';
import type { RecordingArguments } from '../requests/recording-options.ts';
import { analyzeAndPrint } from './analyze-and-print.ts';

/** Records an attached target; says on stderr what happens and where the recording is. */
export async function recordWithProgress(
  connection: Connection,
  plan: RecordingPlan,
  folder: string,
  quiet: boolean,
  signal: AbortSignal,
  workload?: Workload,
): Promise<RecordingManifest> {
  const { captures } = withPulses(plan, connection.pulses !== undefined);
  const show = quiet ? () => {} : recordingProgress(captures, process.stderr);
  for (const note of connection.notes) show({ kind: 'note', note });
  const manifest = await recordTarget(connection, plan, folder, show, signal, {
    growthIn,
    unjudgedIn,
    workload,
  });
  if (!quiet) process.stderr.write(closingLine(manifest, folder));
  return manifest;
}

/** As `recordWithProgress`, for every JavaScript process of the tree below `root`. */
export async function recordTreeWithProgress(
  root: number,
  attach: AttachToProcess,
  plan: RecordingPlan,
  folder: string,
  quiet: boolean,
  signal: AbortSignal,
): Promise<TreeManifest> {
  const show = quiet ? () => {} : recordingProgress(plan.captures, process.stderr, heapName);
  const manifest = await recordTree(root, attach, plan, folder, show, signal, { unjudgedIn });
  if (!quiet) process.stderr.write(closingLine(manifest, folder));
  return manifest;
}

function closingLine({ state, endReason }: RecordingManifest | TreeManifest, folder: string): string {
  const early = state === 'complete' ? '' : ` (${state}: ${endReason ?? 'for an unknown reason'})`;
  return `${printable(`recorded in ${folder}${early}`)}\n`;
}

/**
 * The exit code of the verdict, or, where none is wanted, of the recording itself. A capture that
 * failed never looks green.
 * @throws UserError `recording-failed`
 */
export async function judgeRecording(
  manifest: RecordingManifest,
  folder: string,
  args: RecordingArguments,
  configuration: Configuration | undefined,
  outlets: readonly Outlet[],
): Promise<ExitCode> {
  requireCaptures(manifest);
  const code = await judge(folder, args, configuration, outlets);
  const torn = manifest.captures.some(({ status }) => status !== 'whole');
  return torn && code === exitCode.noGrowth ? exitCode.inconclusive : code;
}

/**
 * As `judgeRecording`; a process that could not be recorded never looks green.
 * @throws UserError `recording-failed` where none could
 */
export async function judgeTree(
  manifest: TreeManifest,
  folder: string,
  args: RecordingArguments,
  configuration: Configuration | undefined,
  outlets: readonly Outlet[],
): Promise<ExitCode> {
  if (manifest.state === 'failed') throw treeFailed(manifest);
  const code = await judge(folder, args, configuration, outlets);
  const missed = manifest.processes.some(({ notRecorded }) => notRecorded !== undefined);
  return missed && code === exitCode.noGrowth ? exitCode.inconclusive : code;
}

async function judge(
  folder: string,
  args: RecordingArguments,
  configuration: Configuration | undefined,
  outlets: readonly Outlet[],
): Promise<ExitCode> {
  return args.analyze
    ? await analyzeAndPrint(folder, {
        outlets,
        html: args.html,
        failOn: args['fail-on'],
        configuration,
      })
    : exitCode.noGrowth;
}

/** @throws UserError `recording-failed` where there is nothing to judge */
export function requireCaptures(manifest: RecordingManifest): void {
  if (manifest.state === 'failed') throw recordingFailed(manifest);
}

function recordingFailed({ target, endReason }: RecordingManifest): UserError {
  return new UserError(
    'recording-failed',
    `no capture of process ${target.pid} is whole: ${endReason ?? 'the recording ended before the first one'}`,
    'record it again',
  );
}

function treeFailed({ root, processes }: TreeManifest): UserError {
  const reasons = processes.map(({ pid, notRecorded }) => `process ${pid}: ${notRecorded}`);
  return new UserError(
    'recording-failed',
    `no process of the tree of ${root} could be recorded: ${reasons.join('; ')}`,
    'follow what is said of one of them, then record again',
  );
}
