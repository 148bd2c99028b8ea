import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { transformSync } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import type { RecordingWishes } from '../probes/session/plan/plan.ts';
import type { RecordingEvent } from '../probes/session/series/recording-event.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { commandFile, heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { outermostNodes } from './node-versions.ts';
import { recordLive } from './record-live.ts';

/** Exact stacks of live processes: counted in the last interval, and nothing of it stays on. */

/** Keeps three orders for each visit, in functions that V8 inlines, and tells of every flag of V8 that is set. */
const shop = `
  const v8 = require('node:v8');
  const set = v8.setFlagsFromString;
  v8.setFlagsFromString = (flag) => { console.log('flag ' + flag); set(flag); };
  const kept = new Map();
  class Note { constructor(text) { this.text = text; } }
  function remember(note) { kept.set(kept.size, note); }
  function onOrder() { for (let k = 0; k < 3; k++) remember(new Note('order ' + Math.random())); }
  function onVisit() { remember(new Note('visit ' + Math.random())); }
  function serve() { for (let k = 0; k < 3; k++) { onOrder(); onVisit(); } }
  setInterval(serve, 5);
  setInterval(gc, 100);
  console.log('ready');
`;
const args = ['--expose-gc'];
const restored = ['flag --compact', 'flag --turbo-inlining', 'flag --maglev-inlining'];

let folder: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'heaptrail-stacks-')), 'a.heaptrail');
});
afterEach(async () => {
  await LiveTarget.endAll();
  rmSync(path.dirname(folder), { recursive: true });
});

const record = (
  target: LiveTarget,
  wishes: RecordingWishes,
  onEvent?: (event: RecordingEvent) => void,
  signal?: AbortSignal,
) => recordLive(target, wishes, folder, onEvent, signal);

describe.each(outermostNodes)('on node %i', (major) => {
  it('two call sites have exactly the share that they allocate, with every function on the way', async () => {
    const target = await LiveTarget.start(await nodeBinary(major), shop, { args });
    const { notes, captures, options } = await record(target, { captures: 3, every: 700, stacks: true });
    expect(captures.map(({ status }) => status)).toEqual(['whole', 'whole', 'whole']);
    expect(new Set(captures.map(({ epoch }) => epoch)).size, 'ids stay comparable').toBe(1);
    expect(options.stacks).toBe(true);
    expect(notes.join()).toContain('the last interval records the stack of every allocation');

    const [{ allocations, title }] = (await analyze([folder])).suspects;
    expect(title).toContain('`kept`');
    expect(allocations!.counted).toBe(true);
    const objectsOf = (name: string) =>
      allocations!.sites
        .filter(({ frame }) => frame.function === name)
        .reduce((sum, { objects = 0 }) => sum + objects, 0);
    expect(objectsOf('onVisit')).toBeGreaterThan(0);
    // V8 may lose the stack of one object among thousands; those of call sites that are inlined would be lost by the half.
    expect(objectsOf('onOrder') / objectsOf('onVisit')).toBeCloseTo(3, 1);
    const [{ stacks }] = allocations!.sites;
    expect(stacks[0].frames.slice(0, 2).map((frame) => frame.function)).toEqual(['onOrder', 'serve']);

    for (const flag of restored) await target.printed(flag);
  });
});

it('are reported as counted in text and JSON', async () => {
  const target = await LiveTarget.start(process.execPath, shop, { args });
  await record(target, { captures: 3, every: 700, stacks: true });
  const { stdout } = await heaptrail(['analyze', folder]);
  expect(stdout).toMatch(
    /allocated by `onOrder` in .*, called by `serve`, [\d,]+ objects, .* in the last interval/,
  );
  expect(stdout).toMatch(/counted: [\d,]+ of the [\d,]+ objects born in the last interval/);
  expect(stdout).toContain('about 20 times the CPU');
  const { stdout: json } = await heaptrail(['analyze', folder, '--json']);
  expect(JSON.parse(json).suspects[0].allocations.counted).toBe(true);
});

/** What runs is one line without types, what a reader knows is this. */
const typescript = `
type Visit = { readonly page: string };

const visits: Visit[] = [];
function onVisit(page: string): void {
  visits.push({ page: page + Math.random() });
}

function serveVisits(): void {
  onVisit('start');
  onVisit('end');
}
setInterval(serveVisits, 5);
console.log('ready');
`;

it('stand where compiled programs were written', async () => {
  const room = path.dirname(folder);
  const { code } = transformSync(typescript, {
    loader: 'ts',
    minify: true,
    format: 'esm',
    sourcemap: 'inline',
    sourcefile: '../src/visits.ts',
  });
  mkdirSync(path.join(room, 'dist'));
  writeFileSync(path.join(room, 'dist', 'visits.mjs'), code);
  const target = await LiveTarget.run(await nodeBinary(24), [path.join(room, 'dist', 'visits.mjs')]);
  await record(target, { captures: 3, every: 700, stacks: true });

  const [{ allocations }] = (await analyze([folder])).suspects;
  expect(allocations!.counted).toBe(true);
  const [{ stacks }] = allocations!.sites;
  expect(stacks[0].frames.slice(0, 2)).toEqual([
    { function: 'onVisit', file: path.join(room, 'src/visits.ts'), line: 5, column: expect.any(Number) },
    { function: 'serveVisits', file: path.join(room, 'src/visits.ts'), line: 9, column: expect.any(Number) },
  ]);
});

it('leave nothing on if the recording is stopped in the last interval', async () => {
  const target = await LiveTarget.start(process.execPath, shop, { args });
  const stop = new AbortController();
  const { state, captures } = await record(
    target,
    { captures: 3, every: 700, stacks: true },
    (event) => {
      if (event.kind === 'waiting' && event.next === 3) stop.abort();
    },
    stop.signal,
  );
  expect([state, captures.length]).toEqual(['interrupted', 2]);
  for (const flag of restored) await target.printed(flag);
});

it('leave nothing on if heaptrail is killed in the last interval', async () => {
  const target = await LiveTarget.start(process.execPath, shop, { args });
  const words = [
    'attach',
    String(target.pid),
    '--captures',
    '2',
    '--every',
    '60s',
    '--stacks',
    '--parts',
    'heap',
    '--out',
    folder,
  ];
  const probe = spawn(process.execPath, [commandFile, ...words], { stdio: 'ignore' });
  await target.printed('flag --no-compact');
  probe.kill('SIGKILL');
  await once(probe, 'exit');
  for (const flag of restored) await target.printed(flag);
});
