import { attachToProcess } from '../../probes/attach/attach.ts';
import type { ExitCode } from '../requests/exit-codes.ts';
import type { AttachRequest } from '../requests/recording-request.ts';
import { untilInterrupted } from './interrupt.ts';
import { judgeRecording, judgeTree } from './judge-recording.ts';
import { keepRecordings } from './keep-recordings.ts';
import { recordTreeWithProgress, recordWithProgress } from './record-with-progress.ts';
import { folderFor } from './recording-name.ts';
import { redacting } from './redacting-connection.ts';

/** Records a process that runs, or the tree below it, and says what grows in it. */
export async function attachAndJudge(request: AttachRequest): Promise<ExitCode> {
  const { pid, plan, inject, bySignal, redact, quiet, tree, judgement } = request;
  const folder = folderFor(request.out, pid);
  const attach = async (each: number) => {
    const connection = await attachToProcess(each, { pulses: plan.pulses && inject, bySignal });
    return redact ? redacting(connection) : connection;
  };
  if (tree) {
    const recorded = await untilInterrupted((signal) =>
      recordTreeWithProgress(pid, attach, { plan, folder, quiet, signal }),
    );
    await keepRecordings(folder, request.keep);
    return await judgeTree(recorded, judgement);
  }
  const recorded = await untilInterrupted(async (signal) =>
    recordWithProgress(await attach(pid), { plan, folder, quiet, signal }),
  );
  await keepRecordings(folder, request.keep);
  return await judgeRecording(recorded, judgement);
}
