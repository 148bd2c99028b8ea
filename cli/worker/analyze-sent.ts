import { readFile, rm } from 'node:fs/promises';
import { getPriority } from 'node:os';
import path from 'node:path';
import { cardOf } from '../../fleet/cards/card-of.ts';
import { putReport } from '../../fleet/cards/put-report.ts';
import { fetchRecording, isDone, noteDone } from '../../fleet/recordings/move-recording.ts';
import type { SentRecording } from '../../fleet/recordings/sent-recording.ts';
import { parseReport } from '../../format/report-text.ts';
import type { Store } from '../../store/store.ts';
import { explainRecording } from '../watch/explain-recording.ts';

export interface AnalysisRoom {
  readonly store: Store;
  /** Where the recording is laid. */
  readonly room: string;
  /** Aborted if the work has to stop. */
  readonly signal: AbortSignal;
}

/**
 * From a recording in the store to its report there. Done twice, it writes the same objects again.
 * @returns the verdict in a sentence
 * @throws UserError `disk-full`, `store-failed`; Error if it cannot be analyzed
 */
export async function analyzeSent(
  sent: SentRecording,
  { store, room, signal }: AnalysisRoom,
): Promise<string> {
  if (await isDone(store, sent)) {
    await noteDone(store, sent);
    return 'it was analyzed before';
  }
  const folder = path.join(room, `${sent.id}.heaptrail`);
  await fetchRecording(store, sent, folder);
  try {
    // Nobody's program runs beside it.
    const { report, page, verdict, failure } = await explainRecording(folder, signal, getPriority());
    if (report === undefined || page === undefined) throw new Error(failure);
    const text = await readFile(report, 'utf8');
    const card = cardOf(parseReport(text, report), sent);
    await putReport(store, { card, report: text, page: await readFile(page) });
    await noteDone(store, sent);
    return verdict?.sentence ?? '';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
