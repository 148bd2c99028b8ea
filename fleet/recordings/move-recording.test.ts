import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { FolderStore } from '../../store/folder-store.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { describeRecording } from './describe-recording.ts';
import { fetchRecording, noteDone, putRecording, readDescription } from './move-recording.ts';
import { parseSentRecording, type SentRecording } from './sent-recording.ts';
import { waitingRecordings } from './waiting-recordings.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

let store: FolderStore;
let recording: string;
let rooms = 0;
beforeEach(() => {
  rooms += 1;
  store = new FolderStore(path.join(scratch.path, `store-${rooms}`));
  recording = path.join(scratch.path, `recording-${rooms}`);
  mkdirSync(path.join(recording, 'captures'), { recursive: true });
  writeFileSync(path.join(recording, 'recording.json'), '{}');
  writeFileSync(path.join(recording, 'captures/001.heapsnapshot'), 'nodes');
  writeFileSync(path.join(recording, 'report.json'), 'made by an analysis');
});

const described = (keep = false) =>
  describeRecording(recording, { id: 'abcdef01', at: rooms, origin: {} }, keep);
const fetched = () => path.join(scratch.path, `fetched-${rooms}`);

it('arrives as it was recorded, without what an analysis made', async () => {
  const sent = await described();
  await putRecording(store, recording, sent);
  const told = await readDescription(store, sent.id);
  expect(told).toEqual(sent);
  await fetchRecording(store, told!, fetched());
  expect(sent.files.map((file) => file.path)).toEqual(['captures/001.heapsnapshot', 'recording.json']);
  expect(readFileSync(path.join(fetched(), 'captures/001.heapsnapshot'), 'utf8')).toBe('nodes');
});

it('is the same work if it is sent again, and other work if a file differs', async () => {
  const { content } = await described();
  writeFileSync(path.join(recording, 'report.json'), 'made again');
  expect((await described()).content).toBe(content);
  writeFileSync(path.join(recording, 'captures/001.heapsnapshot'), 'other nodes');
  expect((await described()).content).not.toBe(content);
});

it('is not read twice after an interruption', async () => {
  const sent = await described();
  await putRecording(store, recording, sent);
  await fetchRecording(store, sent, fetched());
  const getFile = vi.spyOn(store, 'getFile');
  await fetchRecording(store, sent, fetched());
  expect(getFile).not.toHaveBeenCalled();
});

it('waits until its report is there, and then goes unless it was to stay', async () => {
  const [passing, staying] = [
    await described(),
    { ...(await described(true)), id: 'abcdef02', at: rooms - 1 },
  ];
  for (const sent of [passing, staying]) await putRecording(store, recording, sent);
  expect((await waitingRecordings(store)).map(({ id }) => id)).toEqual(['abcdef02', 'abcdef01']);
  for (const sent of [passing, staying]) await noteDone(store, sent);
  expect(await waitingRecordings(store)).toEqual([]);
  expect(await store.list('recordings/abcdef01/')).toEqual([
    'recordings/abcdef01/done.json',
    'recordings/abcdef01/files.json',
  ]);
  expect(await store.list('recordings/abcdef02/files/')).toHaveLength(2);
  await expect(fetchRecording(store, passing, fetched())).rejects.toThrow('is not in the store');
});

it.each(['../../etc/passwd', '/etc/passwd', 'a//b', '.hidden', 'a/../b'])(
  'is refused if a file of it would lie at %s',
  async (name) => {
    const sent = await described();
    const forged: SentRecording = { ...sent, files: [{ ...sent.files[0]!, path: name }] };
    expect(() => parseSentRecording(JSON.stringify(forged))).toThrow('no path within a folder');
  },
);

it('needs as much space as it says', async () => {
  const sent = await described();
  const huge = { ...sent, files: [{ ...sent.files[0]!, size: 2 ** 60 }] };
  await expect(fetchRecording(store, huge, fetched())).rejects.toMatchObject({ code: 'disk-full' });
});
