import { copyFile, link, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Store } from '../../store/store.ts';
import type { Card } from '../cards/card.ts';
import { parseCard } from '../cards/card-text.ts';
import { putReport } from '../cards/put-report.ts';
import type { AnalysisQueue } from '../queue/analysis-queue.ts';
import { noteDone, putRecording } from '../recordings/move-recording.ts';
import { parseSentRecording, type SentRecording } from '../recordings/sent-recording.ts';

const files = {
  card: 'card.json',
  report: 'report.json',
  page: 'page.html',
  recording: 'files.json',
} as const;
const recordedFiles = 'files';

export interface ReportParcel {
  readonly card: Card;
  /** The file of the report. */
  readonly report: string;
  /** The file of the page, if there is one. */
  readonly page?: string | undefined;
}

export interface RecordingParcel {
  readonly sent: SentRecording;
  /** The folder of the recording, which is over. */
  readonly recording: string;
  /** Whether a worker analyzes it. */
  readonly elsewhere: boolean;
}

export type Parcel = ReportParcel | RecordingParcel;

/** One of a recording does not take the place of its report. */
export function nameOf(parcel: Parcel): string {
  return 'card' in parcel ? parcel.card.id : `${parcel.sent.id}.recording`;
}

/** Lays all that is sent into a folder. */
export async function layParcel(parcel: Parcel, folder: string): Promise<void> {
  await ('card' in parcel ? layReport(parcel, folder) : layRecording(parcel, folder));
}

async function layReport({ card, report, page }: ReportParcel, folder: string): Promise<void> {
  await copyFile(report, path.join(folder, files.report));
  if (page !== undefined) await copyFile(page, path.join(folder, files.page));
  await writeFile(path.join(folder, files.card), JSON.stringify(card), { mode: 0o600 });
}

/** Links take no space, and stay if the recording makes room for newer ones. */
async function layRecording({ sent, recording, elsewhere }: RecordingParcel, folder: string): Promise<void> {
  for (const { path: name } of sent.files) {
    const to = path.join(folder, recordedFiles, name);
    await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
    const from = path.join(recording, name);
    await link(from, to).catch(() => copyFile(from, to));
  }
  await writeFile(path.join(folder, files.recording), JSON.stringify({ sent, elsewhere }), { mode: 0o600 });
}

/** Sends what lies there. Whatever a power cut left torn can never arrive: nothing is sent of it. */
export async function sendParcel(
  folder: string,
  store: Store,
  queue: AnalysisQueue | undefined,
): Promise<void> {
  const read = (file: string) => readFile(path.join(folder, file));
  const names = await readdir(folder);
  if (names.includes(files.recording)) {
    const { sent, elsewhere } = parsedParcel(String(await read(files.recording))) ?? {};
    if (sent === undefined) return;
    await putRecording(store, path.join(folder, recordedFiles), sent);
    if (elsewhere === true) await queue?.add(sent);
    else await noteDone(store, sent);
    return;
  }
  const card = parseCard(String(await read(files.card).catch(() => '')));
  if (typeof card === 'string') return;
  const page = names.includes(files.page) ? await read(files.page) : undefined;
  await putReport(store, { card, report: await read(files.report), page });
}

function parsedParcel(text: string): Pick<RecordingParcel, 'sent' | 'elsewhere'> | undefined {
  try {
    const { sent, elsewhere } = JSON.parse(text) as { sent: unknown; elsewhere: boolean };
    return { sent: parseSentRecording(JSON.stringify(sent)), elsewhere };
  } catch {
    return undefined;
  }
}
