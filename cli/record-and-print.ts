import type { RecordingManifest } from '../format/recording.ts';
import { UserError } from '../format/user-error.ts';
import type { Connection } from '../probes/connection.ts';
import type { RecordingPlan } from '../probes/session/plan.ts';
import { recordTarget } from '../probes/session/record-target.ts';
import { withPulses } from '../probes/session/window-plan.ts';
import { analyzeAndPrint } from './analyze-and-print.ts';
import type { Configuration } from './configuration.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { growthIn } from './growth-in-ledger.ts';
import type { Outlet } from './outlets.ts';
import type { RecordingArguments } from './recording-options.ts';
import { recordingProgress } from './recording-progress.ts';

/** Records an attached target; says on stderr what happens and where the recording is. */
export async function recordWithProgress(
  connection: Connection,
  plan: RecordingPlan,
  folder: string,
  quiet: boolean,
  signal: AbortSignal,
): Promise<RecordingManifest> {
  const { captures } = withPulses(plan, connection.pulses !== undefined);
  const show = quiet ? () => {} : recordingProgress(captures, process.stderr);
  for (const note of connection.notes) show({ kind: 'note', note });
  const manifest = await recordTarget(connection, plan, folder, show, signal, { growthIn });
  if (!quiet) process.stderr.write(closingLine(manifest, folder));
  return manifest;
}

function closingLine({ state, endReason }: RecordingManifest, folder: string): string {
  const early = state === 'complete' ? '' : ` (${state}: ${endReason ?? 'for an unknown reason'})`;
  return `recorded in ${folder}${early}\n`;
}

/**
 * The exit code of the verdict, or, where none is wanted, of the recording itself. A capture that
 * failed never looks green.
 * @throws UserError `recording-failed` where there is nothing to judge
 */
export async function judgeRecording(
  manifest: RecordingManifest,
  folder: string,
  args: RecordingArguments,
  configuration: Configuration | undefined,
  outlets: readonly Outlet[],
): Promise<ExitCode> {
  if (manifest.state === 'failed') throw recordingFailed(manifest);
  const code = args.analyze
    ? await analyzeAndPrint(folder, {
        outlets,
        html: args.html,
        failOn: args['fail-on'],
        configuration,
      })
    : exitCode.noGrowth;
  const torn = manifest.captures.some(({ status }) => status !== 'whole');
  return torn && code === exitCode.noGrowth ? exitCode.inconclusive : code;
}

function recordingFailed({ target, endReason }: RecordingManifest): UserError {
  return new UserError(
    'recording-failed',
    `no capture of process ${target.pid} is whole: ${endReason ?? 'the recording ended before the first one'}`,
    'record it again',
  );
}
