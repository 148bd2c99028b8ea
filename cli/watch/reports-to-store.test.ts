import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { readCards } from '../../fleet/cards/read-cards.ts';
import { readDescription } from '../../fleet/recordings/move-recording.ts';
import { waitingRecordings } from '../../fleet/recordings/waiting-recordings.ts';
import type { CaptureEvent, StartedEvent, WatchEvent } from '../../format/watch-event.ts';
import { FolderStore } from '../../store/folder-store.ts';
import { exampleManifest } from '../../testing/example-recording.ts';
import { leakyReport } from '../../testing/example-reports.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { ReportsToStore } from './reports-to-store.ts';
import type { StoreSetting } from './store-setting.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());
const at = 1_790_000_000_000;
const origin = { 'service.version': '1.4', 'k8s.pod.name': 'chat-7d9f' };

let folder: string;
let store: FolderStore;
let told: WatchEvent[];
let rooms = 0;
beforeEach(() => {
  rooms += 1;
  folder = join(scratch.path, `watch-${rooms}`);
  store = new FolderStore(join(scratch.path, `store-${rooms}`));
  told = [];
});

const open = (setting: Partial<StoreSetting> = {}) =>
  new ReportsToStore(
    { store, sendRecordings: false, ...setting },
    { folder, origin, tell: (event) => told.push(event), explain },
  );
/** The report of a look is there already. */
const explain = async (recording: string) => ({
  report: join(recording, 'report.json'),
  page: join(recording, 'page.html'),
});

const started: StartedEvent = {
  at,
  event: 'started',
  pid: 17,
  runtime: 'node',
  version: 'v20',
  command: 'node src/chat.mjs --port 1',
  folder: '',
  notes: [],
};

function captured(name: string): CaptureEvent {
  const recording = join(folder, `${name}.heaptrail`);
  mkdirSync(recording, { recursive: true });
  writeFileSync(
    join(recording, 'recording.json'),
    JSON.stringify(exampleManifest(at + rooms, [{ file: 'captures/1', at, size: 1 }])),
  );
  writeFileSync(join(recording, 'report.json'), JSON.stringify(leakyReport));
  writeFileSync(join(recording, 'page.html'), '<p>');
  return {
    at,
    event: 'capture',
    pid: 17,
    cause: 'growth',
    recording,
    captures: 4,
    pause: 1,
    size: 1,
    report: join(recording, 'report.json'),
    page: join(recording, 'page.html'),
  };
}

it('puts each report and each process into the store, by the name of its script', async () => {
  const reports = open();
  reports.take(started);
  reports.take({
    at: at + 1,
    event: 'growth',
    pid: 17,
    problem: 'retained-objects',
    sentence: '',
    confidence: 1,
    timeLeft: [],
  });
  reports.take(captured('one'));
  await reports.ended();
  const { cards, instances } = await readCards(store);
  expect(cards).toMatchObject([
    {
      origin: { 'service.name': 'chat.mjs', ...origin },
      outcome: 'growth',
      leaks: [{ fingerprint: '7f3a91c2' }, {}],
    },
  ]);
  expect(instances).toMatchObject([{ pid: 17, since: at, at: at + 1, grows: true, runtime: 'node v20' }]);
  expect(told).toEqual([]);
});

it('tells an ordinary sample of the process once an hour', async () => {
  const put = vi.spyOn(store, 'put');
  const reports = open();
  reports.take(started);
  for (const minutes of [5, 30, 59, 61, 90])
    reports.take({
      at: at + minutes * 60_000,
      event: 'sample',
      pid: 17,
      memory: { at, rss: minutes },
      samples: 1,
      every: 1,
    });
  await reports.ended();
  // At the start, after an hour, and at the end.
  expect(put).toHaveBeenCalledTimes(3);
  expect((await readCards(store)).instances).toMatchObject([{ rss: 90, at: at + 90 * 60_000 }]);
});

it('keeps what does not arrive, says so once with the next try, and the next watch sends it', async () => {
  writeFileSync(store.place, 'no folder');
  const reports = open();
  reports.take(captured('one'));
  await vi.waitFor(() => expect(told).toHaveLength(1));
  expect(told[0]).toMatchObject({ event: 'store-failed', waiting: 1, retryAt: expect.any(Number) });
  await reports.ended();

  rmSync(store.place);
  const next = open();
  await next.ended();
  const { cards } = await readCards(store);
  expect(cards).toHaveLength(1);
  expect(existsSync(join(folder, 'outbox', cards[0]!.id))).toBe(false);
});

it('sends the report of a look whose watch was killed before it was on its way, as that of its process', async () => {
  const { recording } = captured('look-17-1');
  const killed = new ReportsToStore(
    { store, sendRecordings: false },
    { folder, origin: { ...origin, 'service.version': '1.3' }, tell: () => {}, explain },
  );
  expect(await killed.announce(recording)).not.toHaveProperty('refusal');
  const next = open();
  await vi.waitFor(async () => expect((await readCards(store)).cards).toHaveLength(1));
  expect((await readCards(store)).cards[0]!.origin).toMatchObject({ 'service.version': '1.3' });
  await vi.waitFor(() => expect(readdirSync(join(folder, 'unsent'))).toEqual([]));
  await next.ended();
  expect(told).toEqual([]);
});

it('forgets a look that was killed before anything was recorded', async () => {
  const { recording } = captured('look-17-4');
  writeFileSync(join(recording, 'recording.json'), JSON.stringify(exampleManifest(at, [])));
  await open().announce(recording);
  const next = open();
  await vi.waitFor(() => expect(readdirSync(join(folder, 'unsent'))).toEqual([]));
  await next.ended();
  expect((await readCards(store)).cards).toEqual([]);
});

it('forgets a look that gave nothing, and keeps one whose analysis failed for the next watch', async () => {
  const reports = open();
  const { over } = await reports.announce(join(folder, 'look-17-2.heaptrail'));
  await over(false);
  const { report: _, page: __, ...failed } = captured('look-17-3');
  await reports.announce(failed.recording);
  reports.take({ ...failed, failure: 'it was stopped' });
  await reports.ended();
  expect(readdirSync(join(folder, 'unsent'))).toEqual(['look-17-3.heaptrail.json']);
  expect((await readCards(store)).cards).toEqual([]);
});

it('lets no more processes of a service look at once than it is told', async () => {
  const turns = { atOnce: 1, length: 60_000 };
  const [one, other] = [open({ turns }), open({ turns })];
  for (const reports of [one, other]) reports.take(started);
  const first = await one.announce(join(folder, 'look-1'));
  expect(first.refusal).toBeUndefined();
  expect((await other.announce(join(folder, 'look-2'))).refusal).toBe(
    '1 process of chat.mjs is looked at now (--looks-at-once)',
  );
  await first.over(true);
  expect((await other.announce(join(folder, 'look-2'))).refusal).toBeUndefined();
  await Promise.all([one.ended(), other.ended()]);
});

it('puts the recording beside its report if that was asked for, and no worker has to analyze it', async () => {
  const reports = open({ sendRecordings: true });
  reports.take(captured('one'));
  await reports.ended();
  const [card] = (await readCards(store)).cards;
  expect(await readDescription(store, card!.id)).toMatchObject({
    keep: true,
    files: [{ path: 'recording.json' }],
  });
  expect(await store.list(`recordings/${card!.id}/files/`)).toHaveLength(1);
  expect(await waitingRecordings(store)).toEqual([]);
});
