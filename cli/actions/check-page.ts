import type { RecordingManifest } from '../../format/recording.ts';
import { OpenPage } from '../../probes/page/open-page.ts';
import { repeatedActions, setUp } from '../../probes/page/repeated-actions.ts';
import { planRecording } from '../../probes/session/plan/plan.ts';
import type { ExitCode } from '../requests/exit-codes.ts';
import type { PageCheckRequest } from '../requests/page-check-request.ts';
import { untilInterrupted } from './interrupt.ts';
import { endOfCheck, expectedInterval, judgeCheck } from './judge-check.ts';
import { type Recorded, recordWithProgress } from './record-with-progress.ts';
import { folderFor } from './recording-name.ts';

/** Loads a page in a browser, repeats actions in it, records it, and compares what grows with what the project accepts. */
export async function checkPage(check: PageCheckRequest): Promise<ExitCode> {
  const recorded = await untilInterrupted((signal) => record(check, signal), endOfCheck);
  return await judgeCheck(check, recorded);
}

async function record(check: PageCheckRequest, signal: AbortSignal): Promise<Recorded<RecordingManifest>> {
  const opened = await OpenPage.open(check.opening);
  try {
    await setUp(opened.page, check, signal);
    return await recordActions(check, opened, signal);
  } finally {
    await opened.close();
  }
}

async function recordActions(
  check: PageCheckRequest,
  opened: OpenPage,
  signal: AbortSignal,
): Promise<Recorded<RecordingManifest>> {
  const { captures, force, sampling, out, quiet } = check;
  const workload = repeatedActions(opened.page, check);
  const connection = await opened.connect();
  const plan = planRecording({
    captures,
    every: expectedInterval,
    workload: workload.description,
    forced: force,
    sampling,
    // A check compares what grows per operation, and only the heap says that.
    parts: ['heap'],
  });
  const folder = folderFor(out, connection.target.pid ?? 'page');
  return await recordWithProgress(connection, { plan, folder, quiet, signal, workload });
}
