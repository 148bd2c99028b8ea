import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseManifest } from '../format/recording-text.ts';
import type { Report } from '../format/report.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { unixSocketsOf } from '../probes/target/unix-sockets.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { outermostNodes } from './node-versions.ts';

const built = (file: string) =>
  pathToFileURL(path.resolve(import.meta.dirname, `../dist/probes/in-process/${file}`)).href;
const preload = built('preload.js');

const leaky = `
  class Visit { constructor(n) { this.n = n; } }
  globalThis.visits = new Map();
  let n = 0;
  setInterval(() => { for (let i = 0; i < 20; i += 1) { n += 1; visits.set(n, new Visit(n)); } }, 5);
  process.on('SIGTERM', () => process.exit(7));
  console.log('ready');
`;

let room: string;
beforeAll(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-in-process-'));
});
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

describe.concurrent.each(outermostNodes)('node %i', (major) => {
  it('is attached to through its preloaded probe, without an inspector', async () => {
    const target = await LiveTarget.start(await nodeBinary(major), leaky, { args: ['--import', preload] });
    await until(() => unixSocketsOf(target.pid).length > 0);
    const folder = path.join(room, `${major}.heaptrail`);
    const words = [
      'attach',
      String(target.pid),
      '--captures',
      '3',
      '--every',
      '1s',
      '--parts',
      'heap',
      '--json',
      '--out',
      folder,
    ];
    const { code, stdout, stderr } = await heaptrail(words);
    expect(code, stderr).toBe(1);
    const report = JSON.parse(stdout) as Report;
    expect(report.suspects[0]).toMatchObject({ kind: 'map', entryClass: 'Visit', confirmed: true });
    expect(report.heaps).toBeUndefined();
    // An inspector says so on stderr when it opens.
    expect(target.stderr).toBe('');
    expect(listenSocketsOf(target.pid)).toEqual([]);
    target.signal('SIGTERM');
    expect(await target.ended).toEqual({ code: 7, signal: null });
    expect(existsSync(unixSocketsOf(target.pid)[0] ?? '')).toBe(false);
  });
});

it.concurrent('records from code until it is stopped, and lets the program end', async () => {
  const folder = path.join(room, 'code.heaptrail');
  const program = path.join(room, 'code.mjs');
  writeFileSync(
    program,
    `
    import { record } from ${JSON.stringify(built('record.js'))};
    const kept = (globalThis.kept = []);
    const busy = setInterval(() => kept.push({ at: kept.length }), 5);
    const recording = await record({ out: ${JSON.stringify(folder)}, every: 60_000, ledgerEvery: 100 });
    setTimeout(async () => {
      const { state, captures } = await recording.stop();
      clearInterval(busy);
      console.log('stopped', state, captures.length);
    }, 1_500);
    console.log('ready');
  `,
  );
  const target = await LiveTarget.run(await nodeBinary(24), [program]);
  expect(await target.ended, target.stderr).toEqual({ code: 0, signal: null });
  expect(target.stdout).toContain('stopped interrupted 1');
  const manifest = parseManifest(readFileSync(path.join(folder, 'recording.json'), 'utf8'));
  expect(manifest).toMatchObject({ target: { pid: target.pid }, captures: [{ status: 'whole' }] });
});

it.concurrent('begins and ends with the signal that was named', async () => {
  const folder = path.join(room, 'signal.heaptrail');
  const target = await LiveTarget.start(await nodeBinary(22), leaky, {
    args: ['--import', preload],
    env: { HEAPTRAIL_SIGNAL: 'SIGUSR2', HEAPTRAIL_OUT: folder, HEAPTRAIL_EVERY: '1h' },
  });
  target.signal('SIGUSR2');
  await until(() => existsSync(path.join(folder, 'captures/001.heapsnapshot')));
  target.signal('SIGUSR2');
  const manifest = () => parseManifest(readFileSync(path.join(folder, 'recording.json'), 'utf8'));
  await until(() => manifest().state !== 'recording');
  expect(manifest()).toMatchObject({ state: 'interrupted', captures: [{ status: 'whole' }] });
  expect(target.running).toBe(true);
});

it.concurrent('takes no signal unless one is named', async () => {
  const target = await LiveTarget.start(await nodeBinary(22), leaky, { args: ['--import', preload] });
  target.signal('SIGUSR2');
  expect(await target.ended).toEqual({ code: null, signal: 'SIGUSR2' });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
