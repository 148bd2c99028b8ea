import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseManifest } from '../format/recording-text.ts';
import type { Report } from '../format/report.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { unixSocketsOf } from '../probes/target/unix-sockets.ts';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';

/** The probe that a Bun carries itself: `bun --preload heaptrail/probe app.ts`. */

const built = (file: string) => path.resolve(import.meta.dirname, `../dist/probes/in-process/${file}`);
const preload = built('preload.js');

const leaky = `
  globalThis.visits = [];
  class Visit { constructor(n) { this.n = n; } }
  setInterval(() => { for (let i = 0; i < 20; i += 1) visits.push(new Visit(visits.length)); }, 5);
  process.on('SIGTERM', () => process.exit(7));
  console.log('ready');
`;

let room: string;
beforeAll(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-bun-in-process-'));
});
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

const manifestIn = (folder: string) =>
  parseManifest(readFileSync(path.join(folder, 'recording.json'), 'utf8'));

it.concurrent('is attached to without an inspector, and the report says what this way does not show', async () => {
  const target = await LiveTarget.start(await bunBinary(), leaky, { args: ['--preload', preload] });
  await until(() => unixSocketsOf(target.pid).length > 0);
  const folder = path.join(room, 'attached.heaptrail');
  const plan = ['--captures', '3', '--every', '300ms', '--operations', 'visits.length'];
  const words = ['attach', String(target.pid), ...plan, '--json', '--out', folder];
  const { code, stdout, stderr } = await heaptrail(words);
  expect(code, stderr).toBe(1);
  const { suspects, coverage } = JSON.parse(stdout) as Report;
  expect(suspects[0]).toMatchObject({ entryClass: 'Visit' });
  expect(suspects[0]!.title).toContain('visits');
  expect(coverage.method).toBe('path-classes');
  expect(coverage.limits).toContainEqual(expect.stringContaining('recorded from inside'));
  expect(manifestIn(folder).captures.every(({ operations }) => operations! > 0)).toBe(true);
  expect(target.stderr).toBe('');
  expect(listenSocketsOf(target.pid)).toEqual([]);
  target.signal('SIGTERM');
  expect(await target.ended).toEqual({ code: 7, signal: null });
});

it.concurrent('records a compiled program from its start', async () => {
  const source = path.join(room, 'agent.js');
  const program = path.join(room, 'agent');
  const folder = path.join(room, 'compiled.heaptrail');
  writeFileSync(source, leaky);
  await promisify(execFile)(await bunBinary(), ['build', '--compile', source, '--outfile', program]);
  const target = await LiveTarget.run(program, [], {
    env: {
      BUN_OPTIONS: `--preload ${preload}`,
      HEAPTRAIL_RECORD: '1',
      HEAPTRAIL_OUT: folder,
      HEAPTRAIL_EVERY: '300ms',
      HEAPTRAIL_CAPTURES: '2',
    },
  });
  await until(() => target.stderr.includes('heaptrail recorded'));
  expect(manifestIn(folder)).toMatchObject({
    state: 'complete',
    target: { runtime: 'bun', pid: target.pid },
    captures: [{ status: 'whole' }, { status: 'whole' }],
  });
  expect(target.running).toBe(true);
});

it.concurrent('records from code until it is stopped, and lets the program end', async () => {
  const folder = path.join(room, 'code.heaptrail');
  const program = path.join(room, 'code.mjs');
  writeFileSync(
    program,
    `
    import { record } from ${JSON.stringify(pathToFileURL(built('record.js')).href)};
    const recording = await record({ out: ${JSON.stringify(folder)}, every: 60_000, ledgerEvery: 100 });
    console.log('ready');
    setTimeout(async () => {
      const { state, captures } = await recording.stop();
      console.log('stopped', state, captures.length);
    }, 1_000);
  `,
  );
  const target = await LiveTarget.run(await bunBinary(), [program]);
  expect(await target.ended, target.stderr).toEqual({ code: 0, signal: null });
  expect(target.stdout).toContain('stopped interrupted 1');
  expect(readdirSync(path.join(folder, 'captures'))).toEqual(['001.heapsnapshot']);
});

it.concurrent('costs a program nothing that only carries it, not even its end', async () => {
  const source = `setTimeout(() => console.log('ready'), 300)`;
  const target = await LiveTarget.start(await bunBinary(), source, { args: ['--preload', preload] });
  expect(await target.ended).toEqual({ code: 0, signal: null });
  expect(target.stderr).toBe('');
});

it.concurrent.for([
  ['Bun', () => bunBinary(), '--preload'],
  ['Node', async () => process.execPath, '--import'],
] as const)(
  'says so, and lets the program of a %s live, where its thread cannot start',
  async ([name, runtime, option], { expect }) => {
    const copy = path.join(room, `torn-${name}`);
    for (const part of ['format', 'probes']) {
      cpSync(path.resolve(import.meta.dirname, '../dist', part), path.join(copy, part), { recursive: true });
    }
    const inProcess = path.join(copy, 'probes/in-process');
    for (const worker of ['thread/probe-worker.js', 'thread/bun-probe-worker.js'])
      rmSync(path.join(inProcess, worker));
    writeFileSync(path.join(copy, 'package.json'), '{ "type": "module" }');
    const target = await LiveTarget.start(await runtime(), leaky, {
      args: [option, path.join(inProcess, 'preload.js')],
    });
    await until(() => target.stderr.includes('the thread of heaptrail/probe ended'));
    target.signal('SIGTERM');
    expect(await target.ended).toEqual({ code: 7, signal: null });
  },
);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
