import { heapName } from '../../format/heap-name.ts';
import type { RecordingManifest, TreeManifest } from '../../format/recording.ts';
import { UserError } from '../../format/user-error.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';
import type { JudgementRequest } from '../requests/judgement-request.ts';
import type { Recorded } from './record-with-progress.ts';

/**
 * What judges is half of the code, so it is loaded after the program is attached to, not before. It is not left until the
 * recording ends: an update of the package may have taken its files away by then.
 */
const judging = () => import('./analyze-and-print.ts');

/** Begins to load what judges. An error in it comes with the verdict. */
export function loadJudge(judgement: JudgementRequest | undefined): void {
  if (judgement !== undefined) judging().catch(() => {});
}

/**
 * The exit code of the verdict, or of the recording itself if it is not to be judged. A capture that
 * failed never looks green.
 * @throws UserError `recording-failed`
 */
export async function judgeRecording(
  { folder, manifest }: Recorded<RecordingManifest>,
  judgement: JudgementRequest | undefined,
): Promise<ExitCode> {
  requireCaptures(manifest);
  const code = await judge(folder, judgement);
  const torn = manifest.captures.some(({ status }) => status !== 'whole');
  return torn && code === exitCode.noGrowth ? exitCode.inconclusive : code;
}

/**
 * As `judgeRecording`; a process that could not be recorded never looks green.
 * @throws UserError `recording-failed` if none could
 */
export async function judgeTree(
  { folder, manifest }: Recorded<TreeManifest>,
  judgement: JudgementRequest | undefined,
): Promise<ExitCode> {
  if (manifest.state === 'failed') throw treeFailed(manifest);
  const code = await judge(folder, judgement);
  const missed = manifest.processes.some(({ notRecorded }) => notRecorded !== undefined);
  return missed && code === exitCode.noGrowth ? exitCode.inconclusive : code;
}

async function judge(folder: string, judgement: JudgementRequest | undefined): Promise<ExitCode> {
  if (judgement === undefined) return exitCode.noGrowth;
  const { analyzeAndPrint } = await judging();
  return await analyzeAndPrint({ paths: [folder], ...judgement });
}

/** @throws UserError `recording-failed` if there is nothing to judge */
export function requireCaptures(manifest: RecordingManifest): void {
  if (manifest.state === 'failed') throw recordingFailed(manifest);
}

function recordingFailed({ target, endReason }: RecordingManifest): UserError {
  return new UserError(
    'recording-failed',
    `${heapName(target)} has no complete capture: ${endReason ?? 'the recording ended before the first one'}`,
    'record it again',
  );
}

function treeFailed({ root, processes }: TreeManifest): UserError {
  const reasons = processes.map(({ pid, notRecorded }) => `process ${pid}: ${notRecorded}`);
  return new UserError(
    'recording-failed',
    `no process in the tree of ${root} could be recorded: ${reasons.join('; ')}`,
    'fix one of these, then record again',
  );
}
