import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Report } from '../format/report.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';

/** "No growth" is earned: by real programs, of which every part can be judged, or one cannot. */

// They wait beside each other: what takes time is that memory has to be watched.
vi.setConfig({ testTimeout: 240_000, maxConcurrency: 4 });

let room: string;
beforeAll(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-all-clear-'));
});
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

/** It serves itself, and keeps the last 100 answers. */
const healthy = `
  const http = require('node:http');
  const last = [];
  const server = http.createServer((request, response) => {
    last.push({ url: request.url, at: Date.now() });
    if (last.length > 100) last.shift();
    response.end(JSON.stringify(last.at(-1)));
  });
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    let n = 0;
    setInterval(() => http.get({ port, host: '127.0.0.1', path: '/' + (n += 1) }, (answer) => answer.resume()), 50);
    console.log('ready');
  });
`;
/** The C library keeps every value that a variable of the environment ever had: small blocks, and no object of the heap. */
const nativeLeak = `
  const value = 'x'.repeat(1000);
  let n = 0;
  setInterval(() => { for (let i = 0; i < 50; i += 1) process.env.CONTEXT = value + (n += 1); }, 50);
  console.log('ready');
`;

async function attach(source: string, major: 20 | 24, name: string, ...plan: string[]) {
  const target = await LiveTarget.start(await nodeBinary(major), source);
  const out = path.join(room, name);
  const { code, stdout, stderr } = await heaptrail([
    'attach',
    String(target.pid),
    ...plan,
    '--json',
    '--out',
    out,
  ]);
  await target.end();
  const { verdict } = JSON.parse(stdout) as Report;
  return { code, verdict, stderr, unjudged: verdict.parts?.filter(({ state }) => state === 'not-judged') };
}

it.concurrent('clears a healthy server once every part was judged', async () => {
  const { code, verdict, stderr } = await attach(healthy, 20, 'healthy', '--captures', '4', '--every', '1s');
  expect(stderr).toMatch(/watching memory for .* before the first capture/);
  expect(verdict.parts?.map(({ name }) => name)).toEqual([
    'heap',
    'external',
    'native',
    'children',
    'handles',
  ]);
  // A busy machine may hide what this needs to see; then it has to say so, and not to accuse.
  expect(verdict).not.toMatchObject({ outcome: 'growth' });
  expect(code).toBe(verdict.outcome === 'none' ? 0 : 3);
  if (code === 0) expect(verdict.parts?.every(({ state }) => state === 'does-not-grow')).toBe(true);
});

it.concurrent('never clears a program that leaks natively', async () => {
  const { code, verdict } = await attach(nativeLeak, 24, 'leak', '--captures', '4', '--every', '1s');
  expect(verdict.outcome).not.toBe('none');
  expect(code).toBe(verdict.outcome === 'growth' ? 1 : 3);
});

it.concurrent('says which part it could not judge where it has to end, and what to do', async () => {
  const { code, verdict, unjudged } = await attach(nativeLeak, 20, 'short', '--captures', '3', '--for', '9s');
  expect(code).toBe(3);
  expect(unjudged?.map(({ name }) => name)).toContain('native');
  expect(verdict.sentence).toMatch(/^no growth in the JavaScript heap, but .* not judged$/);
  expect(verdict.next[0]).toMatch(/heaptrail attach \d+ --captures 0 --for 5m/);
});

it.concurrent('clears the JavaScript heap alone if nothing else was asked about', async () => {
  const plan = ['--captures', '3', '--every', '300ms', '--parts', 'heap'];
  const { code, verdict } = await attach(
    'console.log("ready"); setInterval(() => {}, 1000)',
    24,
    'heap',
    ...plan,
  );
  expect(verdict.sentence).toMatch(/^no sustained growth in the JavaScript heap in 3 captures/);
  expect(code).toBe(0);
});
