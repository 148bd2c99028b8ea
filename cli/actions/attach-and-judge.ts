import { attachToAddress } from '../../probes/address/attach-to-address.ts';
import { authorityOf } from '../../probes/address/typed-address.ts';
import { attachToProcess } from '../../probes/attach/attach.ts';
import type { Connection } from '../../probes/connection.ts';
import type { AttachedTo } from '../requests/attached-to.ts';
import type { ExitCode } from '../requests/exit-codes.ts';
import type { AttachRequest } from '../requests/recording-request.ts';
import { untilInterrupted } from './interrupt.ts';
import { judgeRecording, judgeTree, loadJudge } from './judge-recording.ts';
import { keepRecordings } from './keep-recordings.ts';
import { recordTreeWithProgress, recordWithProgress } from './record-with-progress.ts';
import { folderFor } from './recording-name.ts';
import { redacting } from './redacting-connection.ts';

/** Records a process that runs, or the tree below it, and says what grows in it. */
export async function attachAndJudge(request: AttachRequest): Promise<ExitCode> {
  const { to, plan, quiet, tree, judgement } = request;
  const name = 'pid' in to ? to.pid : authorityOf(to.address);
  const folder = folderFor(request.out, name);
  if (tree && 'pid' in to) {
    const attach = (pid: number) => attached({ pid }, request);
    const recorded = await untilInterrupted((signal) =>
      recordTreeWithProgress(to.pid, attach, { plan, folder, quiet, signal }),
    );
    await keepRecordings(folder, request.keep);
    return await judgeTree(recorded, judgement);
  }
  const recorded = await untilInterrupted(async (signal) =>
    recordWithProgress(await attached(to, request), { plan, folder, quiet, signal }),
  );
  await keepRecordings(folder, request.keep);
  return await judgeRecording(recorded, judgement);
}

async function attached(
  to: AttachedTo,
  { plan, inject, bySignal, redact, judgement }: AttachRequest,
): Promise<Connection> {
  const connection =
    'pid' in to
      ? await attachToProcess(to.pid, { pulses: plan.pulses && inject, bySignal })
      : await attachToAddress(to.address, to.target);
  loadJudge(judgement);
  return redact ? redacting(connection) : connection;
}
