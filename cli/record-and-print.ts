import type { RecordingManifest } from '../format/recording.ts';
import type { Connection } from '../probes/connection.ts';
import type { RecordingPlan } from '../probes/session/plan.ts';
import { recordTarget } from '../probes/session/record-target.ts';
import { analyzeAndPrint } from './analyze-and-print.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
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
  const show = quiet ? () => {} : recordingProgress(plan.captures, process.stderr);
  for (const note of connection.notes) show({ kind: 'note', note });
  const manifest = await recordTarget(connection, plan, folder, show, signal);
  if (!quiet) process.stderr.write(closingLine(manifest, folder));
  return manifest;
}

function closingLine({ state, endReason }: RecordingManifest, folder: string): string {
  const early = state === 'complete' ? '' : ` (${state}: ${endReason ?? 'for an unknown reason'})`;
  return `recorded in ${folder}${early}\n`;
}

/** The exit code of the verdict, or, where none is wanted, of the recording itself. */
export async function judgeRecording(
  manifest: RecordingManifest,
  folder: string,
  args: RecordingArguments,
): Promise<ExitCode> {
  if (args.analyze && manifest.state !== 'failed') {
    return await analyzeAndPrint(folder, { json: args.json, failOn: args['fail-on'] });
  }
  return manifest.state === 'failed' ? exitCode.inconclusive : exitCode.noGrowth;
}
