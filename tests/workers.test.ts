import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseManifest } from '../format/recording-text.ts';
import type { Report } from '../format/report.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { outermostNodes } from './node-versions.ts';
import { attachAndJudge, recordAndJudge } from './record-and-judge.ts';

let room: string;
beforeAll(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-workers-'));
  writeFileSync(path.join(room, 'main.mjs'), main);
  writeFileSync(path.join(room, 'indexer.mjs'), leaky);
  writeFileSync(path.join(room, 'mailer.mjs'), clean);
});
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

const main = `
  import { Worker } from 'node:worker_threads';
  const threads = ['indexer', 'mailer'].map((name) => new Worker(new URL('./' + name + '.mjs', import.meta.url), { name }));
  await Promise.all(threads.map((thread) => new Promise((resolve) => thread.once('message', resolve))));
  setInterval(() => {}, 1000);
  console.log('ready');
`;
const leaky = `
  import { parentPort } from 'node:worker_threads';
  class Posting { constructor(n) { this.n = n; } }
  const postings = new Map();
  let n = 0;
  setInterval(() => { for (let i = 0; i < 20; i += 1) { n += 1; postings.set(n, new Posting(n)); } }, 5);
  parentPort.postMessage('up');
`;
const clean = `
  import { parentPort } from 'node:worker_threads';
  let last;
  setInterval(() => { last = Array.from({ length: 100 }, (_, i) => ({ i })); }, 5);
  parentPort.postMessage('up');
`;

describe.concurrent.each(outermostNodes)('node %i', (major) => {
  it('names the worker thread that leaks, and clears the others', async () => {
    const target = await LiveTarget.run(await nodeBinary(major), [path.join(room, 'main.mjs')]);
    const folder = path.join(room, `${major}.heaptrail`);
    const plan = ['--captures', '3', '--every', '300ms', '--parts', 'heap'];
    // The oldest and the newest are judged by the command; an analysis does not depend on the Node that was recorded.
    const judge = major === 20 || major === 26 ? attachAndJudge : recordAndJudge;
    const { code, report, stderr } = await judge(['attach', String(target.pid), ...plan], folder);
    expect(code, stderr).toBe(1);

    const { verdict, suspects, heaps, coverage } = report;
    const leaking = `worker thread 1 (indexer, indexer.mjs) of process ${target.pid}`;
    expect(verdict.sentence).toMatch(/^worker thread 1 \(indexer.*leaks: Map `postings`/);
    expect(suspects[0]).toMatchObject({ heaps: [leaking], entryClass: 'Posting', confirmed: true });
    expect(heaps!.map(({ name, report }) => [name, report.verdict.outcome])).toEqual([
      [leaking, 'growth'],
      ...[`process ${target.pid} (main.mjs)`, `worker thread 2 (mailer, mailer.mjs) of process ${target.pid}`]
        .map((name) => [name, 'none'])
        .sort(
          (a, b) =>
            heaps!.findIndex((heap) => heap.name === a[0]) - heaps!.findIndex((heap) => heap.name === b[0]),
        ),
    ]);
    expect(coverage.notSeen.join()).not.toContain('the heaps of worker threads');

    const manifest = parseManifest(readFileSync(path.join(folder, 'recording.json'), 'utf8'));
    expect(manifest.workers!.map(({ folder: inner }) => inner).sort()).toEqual(['workers/1', 'workers/2']);
    expect(listenSocketsOf(target.pid)).toEqual([]);
    expect(target.running).toBe(true);
    await target.end();
  });
});

it.concurrent('leaves worker threads alone if they are not wanted, and says so', async () => {
  const target = await LiveTarget.run(await nodeBinary(22), [path.join(room, 'main.mjs')]);
  const folder = path.join(room, 'alone.heaptrail');
  const words = [
    'attach',
    String(target.pid),
    '--every',
    '200ms',
    '--captures',
    '2',
    '--parts',
    'heap',
    '--no-workers',
  ];
  const { report } = await attachAndJudge(words, folder);
  expect(report.heaps).toBeUndefined();
  expect(report.coverage.notSeen).toContain('the heaps of worker threads');
  await target.end();
});

it.concurrent('records workers that start late, that end, and that were started by workers', async () => {
  const source = `
    const { Worker } = require('node:worker_threads');
    const nested = "const { Worker } = require('node:worker_threads'); new Worker('setInterval(() => {}, 1000)', { eval: true, name: 'nested' }); setInterval(() => {}, 1000)";
    new Worker(nested, { eval: true, name: 'outer' });
    process.on('SIGUSR2', () => {
      const short = new Worker("require('node:worker_threads').parentPort.once('message', () => process.exit())", { eval: true, name: 'short' });
      setTimeout(() => short.postMessage('go'), 700);
    });
    setInterval(() => {}, 1000);
    setTimeout(() => console.log('ready'), 300);
  `;
  const target = await LiveTarget.start(await nodeBinary(24), source);
  const folder = path.join(room, 'moving.heaptrail');
  const words = [
    'attach',
    String(target.pid),
    '--every',
    '600ms',
    '--captures',
    '4',
    '--json',
    '--out',
    folder,
  ];
  const recording = heaptrail(words);
  let over = false;
  void recording.finally(() => {
    over = true;
  });
  while (!over && !existsSync(path.join(folder, 'captures/001.heapsnapshot'))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  target.signal('SIGUSR2');
  const { stdout, stderr } = await recording;
  expect(stdout, stderr).not.toBe('');
  const report = JSON.parse(stdout) as Report;
  const manifest = parseManifest(readFileSync(path.join(folder, 'recording.json'), 'utf8'));
  expect(manifest.workers!.map(({ thread }) => thread.name).sort(), stderr).toEqual([
    'nested',
    'outer',
    'short',
  ]);
  expect(report.coverage.limits.join()).toMatch(/worker thread \d+ \(short\).*ended by itself/);
  expect(target.running).toBe(true);
});
