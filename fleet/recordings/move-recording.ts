import { mkdir, rename, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { bytes } from '../../format/quantities.ts';
import { UserError } from '../../format/user-error.ts';
import { hashOfFile } from '../../store/content-hash.ts';
import type { Store } from '../../store/store.ts';
import { parseSentRecording, recordingKeys, type SentRecording, sizeOf } from './sent-recording.ts';

/** The analysis writes a report and a page beside the files. */
const spare = 1.2;

/** The description last: with it, the files are there. */
export async function putRecording(store: Store, folder: string, sent: SentRecording): Promise<void> {
  for (const { path: name, hash } of sent.files)
    await store.putFile(recordingKeys.file(sent.id, hash), path.join(folder, name));
  await store.put(recordingKeys.description(sent.id), JSON.stringify(sent));
}

/** @returns undefined if there is none */
export async function readDescription(store: Store, id: string): Promise<SentRecording | undefined> {
  const text = await store.get(recordingKeys.description(id));
  return text === undefined ? undefined : parseSentRecording(String(text));
}

/**
 * Lays the files of a recording into a folder.
 * @throws UserError `disk-full`, `store-failed`
 */
export async function fetchRecording(store: Store, sent: SentRecording, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await requireSpace(sent, folder);
  for (const { path: name, hash } of sent.files) {
    const file = path.join(folder, name);
    if ((await hashOfFile(file).catch(() => '')) === hash) continue;
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    // Beside the others, so that what was read before an interruption is found by its hash.
    const arrived = path.join(folder, `.${hash}`);
    if (!(await store.getFile(recordingKeys.file(sent.id, hash), arrived)))
      throw new UserError(
        'store-failed',
        `${name} of the recording ${sent.id} is not in the store ${store.place}`,
        'it may have been removed by a rule of the bucket; record again',
      );
    await rename(arrived, file);
  }
}

/** Its report is there. Its files go unless a person asked for them. */
export async function noteDone(store: Store, { id, content, keep, files }: SentRecording): Promise<void> {
  await store.put(recordingKeys.done(id), JSON.stringify({ content }));
  if (keep) return;
  for (const { hash } of files) await store.remove(recordingKeys.file(id, hash));
}

export async function isDone(store: Store, { id, content }: SentRecording): Promise<boolean> {
  const text = await store.get(recordingKeys.done(id));
  return text !== undefined && (JSON.parse(String(text)) as { content?: unknown }).content === content;
}

async function requireSpace(sent: SentRecording, folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const needed = sizeOf(sent) * spare;
  if (bavail * bsize >= needed) return;
  await rm(folder, { recursive: true, force: true });
  throw new UserError(
    'disk-full',
    `the recording ${sent.id} needs ${bytes(needed)} in ${folder}, and ${bytes(bavail * bsize)} are free`,
    'give a larger disk with --scratch',
  );
}
