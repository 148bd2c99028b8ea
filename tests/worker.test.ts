import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReportsToStore } from '../cli/watch/reports-to-store.ts';
import { readCards } from '../fleet/cards/read-cards.ts';
import { RedisQueue } from '../fleet/queue/analysis-queue.ts';
import { waitingRecordings } from '../fleet/recordings/waiting-recordings.ts';
import type { WatchEvent } from '../format/watch-event.ts';
import { FolderStore } from '../store/folder-store.ts';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { commandFile } from './heaptrail-command.ts';
import { layRecording } from './laid-recording.ts';
import { RedisServer } from './redis-server.ts';
import { RunningWorker } from './running-worker.ts';

const scratch = new ScratchFolder();
const store = new FolderStore(path.join(scratch.path, 'store'));
let redis: RedisServer;
let looks = 0;
beforeAll(async () => {
  redis = await RedisServer.planned();
});
afterAll(async () => {
  await RunningWorker.endAll();
  await redis.kill();
  scratch.remove();
});

const at = Date.now() - 3_600_000;
const words = () => [store.place, '--queue', redis.url, '--scratch', scratch.path, '--lost-after', '10s'];
const told: WatchEvent[] = [];

/** What a watch does when a look is over. */
async function handOver(): Promise<void> {
  looks += 1;
  const folder = path.join(scratch.path, `look-${looks}`);
  mkdirSync(folder);
  const recording = layRecording(folder, at + looks * 60_000);
  const reports = openReports();
  await reports.announce(recording);
  reports.take({
    at,
    event: 'capture',
    pid: 17,
    cause: 'growth',
    recording,
    captures: 2,
    pause: 1,
    size: 1,
    elsewhere: true,
  });
  await reports.ended();
  rmSync(folder, { recursive: true });
}

function openReports(): ReportsToStore {
  return new ReportsToStore(
    { store, sendRecordings: false, queue: new RedisQueue(redis.url, store) },
    {
      folder: path.join(scratch.path, 'watch'),
      origin: { 'service.name': 'chat' },
      tell: (event) => told.push(event),
      explain: async () => ({ failure: 'not here' }),
    },
  );
}

function statusNow(): { readonly code: number | null; readonly text: string } {
  const run = spawnSync(process.execPath, [commandFile, 'worker', ...words(), '--status'], {
    encoding: 'utf8',
  });
  return { code: run.status, text: run.stdout + run.stderr };
}

const reportsIn = async () => (await readCards(store)).cards.length;

it('a recording waits on disk while there is no Redis, and in the queue while there is no worker', async () => {
  await handOver();
  expect(told).toMatchObject([{ event: 'store-failed', waiting: 1 }]);
  expect((told[0] as { reason: string }).reason).toMatch(/^the queue at 127\.0\.0\.1:\d+ cannot be used: /);
  await redis.run();
  await openReports().ended();
  expect(told).toHaveLength(1);
  expect(statusNow()).toMatchObject({
    code: 3,
    text: expect.stringMatching(
      /^1 recording \(.+\) not analyzed yet, .*\n {2}[\da-f]{20} {2}chat .*\nqueue: 0 under way, 1 waiting, 0 put off\n$/,
    ),
  });
});

it('a worker with a full disk puts it off, and one that is killed leaves it to the next', async () => {
  const full = new RunningWorker(words(), {}, 'ulimit -f 100');
  expect(await full.told('put-off')).toMatchObject({
    reason: expect.stringMatching(/EFBIG|file too large/i),
  });
  expect(await full.interrupt()).toBe(0);
  const killed = new RunningWorker(words());
  await killed.told('ready');
  await expect.poll(() => statusNow().text, { timeout: 60_000 }).toContain('1 under way');
  await killed.kill();
  expect(await reportsIn()).toBe(0);
  const next = new RunningWorker([...words(), '--until-empty']);
  await next.told('analyzed');
  expect(await next.exitCode()).toBe(0);
  expect(await reportsIn()).toBe(1);
  expect(statusNow()).toEqual({
    code: 0,
    text: 'nothing waits\nqueue: 0 under way, 0 waiting, 0 put off\n',
  });
  // Nobody asked for the files to stay.
  expect(await store.list('recordings/')).toHaveLength(2);
});

it('what a Redis has forgotten is found in the store, and what is told twice is analyzed once', async () => {
  await handOver();
  await redis.kill();
  await redis.run();
  const [sent] = await waitingRecordings(store);
  const worker = new RunningWorker(words());
  await worker.told('ready');
  const queue = new RedisQueue(redis.url, store);
  await queue.add(sent!);
  expect(await worker.told('analyzed')).toMatchObject({ recording: sent!.id });
  await queue.add(sent!);
  expect(await worker.told('analyzed', 2)).toMatchObject({ sentence: 'it was analyzed before' });
  await redis.kill();
  await worker.told('queue-failed');
  await redis.run();
  await handOver();
  await worker.told('analyzed', 3);
  expect(await worker.interrupt()).toBe(0);
  expect(await reportsIn()).toBe(3);
});
