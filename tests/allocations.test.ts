import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { transformSync } from 'esbuild';
import { Profile } from 'pprof-format';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import { parseHeapProfile } from '../format/heap-profile.ts';
import { attachToNode } from '../probes/node/attach.ts';
import { newManifest } from '../probes/session/files/new-manifest.ts';
import { RecordingFolder } from '../probes/session/files/recording-folder.ts';
import type { RecordingWishes } from '../probes/session/plan/plan.ts';
import { AllocationSeries } from '../probes/session/series/allocation-series.ts';
import type { RecordingEvent } from '../probes/session/series/recording-event.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { exampleManifest } from '../testing/example-recording.ts';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { outermostNodes } from './node-versions.ts';
import { recordLive } from './record-live.ts';

/** Sampled allocations of live processes: recorded, told by the target itself to be over, and never in its way. */

/**
 * Keeps 100 KB of what `hoard` allocates every 20 ms, in few objects: snapshots of them are small however slow the machine
 * is. It answers SIGUSR2 with whether anybody samples.
 */
const hoarder = `
  const kept = [];
  function hoard() { kept.push(Array.from({ length: 50 }, (_, i) => new Array(250).fill(i))); }
  setInterval(hoard, 20);
  const { Session } = require('node:inspector');
  process.on('SIGUSR2', () => {
    const session = new Session();
    session.connect();
    session.post('HeapProfiler.getSamplingProfile', (error) => {
      console.log(error ? 'nobody samples' : 'a client samples');
      session.disconnect();
    });
  });
  console.log('ready');
`;

let folder: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'heaptrail-allocations-')), 'a.heaptrail');
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

function profileAt(file: string) {
  return parseHeapProfile(readFileSync(path.join(folder, file), 'utf8'))!;
}

describe.each(outermostNodes)('on node %i', (major) => {
  it('each capture comes with the sampled allocations, which end with the recording', async () => {
    const target = await LiveTarget.start(await nodeBinary(major), hoarder);
    const { allocations = [], captures, notes } = await record(target, { captures: 3, every: 300 });
    expect(notes).toEqual([]);
    expect(allocations.map(({ capture, series }) => [capture, series])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
    expect(new Set(captures.map(({ epoch }) => epoch)).size, 'ids survive the sampling').toBe(1);
    for (const { file } of allocations) {
      expect(statSync(path.join(folder, file)).mode & 0o777).toBe(0o600);
      expect(readFileSync(path.join(folder, file), 'utf8')).toContain('"functionName":"hoard"');
    }
    const ordinals = allocations.map(({ file }) =>
      Math.max(...profileAt(file).samples.map(({ ordinal }) => ordinal)),
    );
    expect(ordinals, 'later samples have larger numbers').toEqual(ordinals.toSorted((a, b) => a - b));

    target.signal('SIGUSR2');
    await target.printed('samples');
    expect(target.stdout).toContain('nobody samples');
  });
});

it('leaves the profiler of the program itself alone, and says so', async () => {
  const own = `
    const { Session: Own } = require('node:inspector');
    const own = new Own();
    own.connect();
    own.post('HeapProfiler.startSampling');
    ${hoarder}
  `;
  const target = await LiveTarget.start(process.execPath, own);
  const { allocations, notes } = await record(target, { captures: 1, duration: 300 });
  expect(allocations).toBeUndefined();
  expect(notes.join()).toContain('the program already samples its own allocations');
  target.signal('SIGUSR2');
  await target.printed('samples');
  expect(target.stdout).toContain('a client samples');
});

it('samples nothing if that is not wanted', async () => {
  const target = await LiveTarget.start(process.execPath, hoarder);
  const { allocations, options } = await record(target, { captures: 1, duration: 100, sampling: false });
  expect(allocations).toBeUndefined();
  expect(options.sampling).toBe(false);
});

it('looks from time to time if there are no captures', async () => {
  const target = await LiveTarget.start(process.execPath, hoarder);
  const { allocations = [], state } = await record(target, { captures: 0, duration: 6_000 });
  expect(state).toBe('complete');
  expect(allocations.length).toBeGreaterThanOrEqual(4);
});

it('keeps what it has if the target is killed', async () => {
  const target = await LiveTarget.start(process.execPath, hoarder);
  const { allocations = [], state } = await record(target, { captures: 3, every: 200 }, (event) => {
    if (event.kind === 'waiting' && event.next === 3) target.signal('SIGKILL');
  });
  expect(state).toBe('interrupted');
  expect(allocations).toHaveLength(2);
  expect(profileAt(allocations[1].file).samples.length).toBeGreaterThan(0);
});

/** Allocates much once it is told to. */
const burst = `
  ${hoarder}
  process.once('SIGHUP', () => {
    setInterval(() => { for (let i = 0; i < 5_000; i++) new Array(1_000).fill(i); }, 1);
  });
`;

it('samples more coarsely once the program allocates faster than can be borne', async () => {
  const target = await LiveTarget.start(process.execPath, burst);
  const { allocations = [], notes } = await record(target, { captures: 3, every: 1_500 }, (event) => {
    if (event.kind === 'captured' && event.capture.index === 1) target.signal('SIGHUP');
  });
  expect(allocations.at(-1)!.interval).toBeGreaterThan(allocations[0].interval);
  expect(allocations.at(-1)!.series).toBeGreaterThan(allocations[0].series);
  expect(notes.join()).toContain('allocations are sampled more coarsely from then on');
});

it('does not wait for its next look to notice that', async () => {
  const target = await LiveTarget.start(process.execPath, burst);
  const connection = await attachToNode(target.pid);
  const manifest = newManifest(connection, { ledgerEvery: 1_000, captures: 0 });
  const series = new AllocationSeries(
    target.pid,
    connection.allocations!,
    await RecordingFolder.create(folder, manifest),
  );
  await series.start(600_000, true);
  target.signal('SIGHUP');
  await expect
    .poll(() => readFileSync(path.join(folder, 'recording.json'), 'utf8'), { timeout: 60_000 })
    .toContain('allocations are sampled more coarsely from then on');
  await series.end();
  await connection.detach();
});

/** A program in TypeScript: what runs is one line without types, what a reader knows is this. */
const typescript = `
type Reply = { readonly id: number; readonly text: readonly string[] };

class ReplyStore {
  private readonly replies = new Map<number, Reply>();

  keepReply(id: number): void {
    this.replies.set(id, { id, text: Array.from({ length: 100 }, (_, i) => 'reply ' + i + ' of ' + id) });
  }
}

const replyStore = new ReplyStore();
let turn = 0;
setInterval(function answerTurn() { replyStore.keepReply(turn++); }, 5);
console.log('ready');
`;

it('tells of compiled programs where they were written: who holds, and who allocates', async () => {
  const program = path.join(path.dirname(folder), 'program');
  mkdirSync(path.join(program, 'dist'), { recursive: true });
  const script = path.join(program, 'dist', 'store.mjs');
  const { code: compiled } = transformSync(typescript, {
    loader: 'ts',
    minify: true,
    format: 'esm',
    sourcemap: 'inline',
    sourcefile: '../src/store.ts',
  });
  writeFileSync(script, compiled);
  // Optimized code is inlined, and V8's sampler then names the outer function alone.
  const target = await LiveTarget.run(await nodeBinary(24), ['--no-opt', '--no-maglev', script]);
  await record(target, { captures: 4, every: 800 });

  const { suspects, coverage } = await analyze([folder]);
  expect(coverage.limits).toEqual([]);
  const [{ path: steps, allocations }] = suspects;
  expect(steps.map(({ edge }) => edge)).toContain('.replies');
  const frames = allocations!.sites.flatMap(({ stacks }) => stacks.flatMap((stack) => stack.frames));
  expect(frames).toContainEqual({
    function: 'keepReply',
    file: path.join(program, 'src/store.ts'),
    line: 7,
    column: expect.any(Number),
  });
  expect(frames.filter(({ file }) => file.includes('dist'))).toEqual([]);
  expect(allocations!.evidence.join()).toContain('`keepReply` is a method of the holder');

  const pprof = path.join(program, 'store.pb.gz');
  const speedscope = path.join(program, 'store.speedscope.json');
  const { code: exit, stdout } = await heaptrail([
    'allocations',
    folder,
    '--json',
    '--pprof',
    pprof,
    '--speedscope',
    speedscope,
  ]);
  expect(exit).toBe(0);
  const [row] = JSON.parse(stdout).rows;
  expect([row.frame.file, row.samples > 0]).toEqual([path.join(program, 'src/store.ts'), true]);
  expect(Profile.decode(gunzipSync(readFileSync(pprof))).stringTable.strings).toContain('keepReply');
  const { shared } = JSON.parse(readFileSync(speedscope, 'utf8'));
  expect(shared.frames.map(({ name }: { name: string }) => name)).toContain('keepReply');
});

/**
 * A server whose handlers stand on each other's stacks, and one of which is a method. It asks itself, and looks at itself
 * after equal work: how busy the machine is must not matter.
 */
const middleware = `
  import { once } from 'node:events';
  import { writeFileSync } from 'node:fs';
  import { createServer, get } from 'node:http';
  import { Session } from 'node:inspector/promises';
  import { writeHeapSnapshot } from 'node:v8';
  const sessions = new Map();
  const requestLog = [];
  class Limits {
    windows = {};
    check(req, next) {
      this.windows['of' + req.url] = { hits: 1, times: Array.from({ length: 12 }, (_, i) => ({ i })) };
      return next();
    }
  }
  const limits = new Limits();
  function trace(req, next) { req.at = Date.now(); return next(); }
  function remember(req, next) {
    sessions.set(req.url, { headers: { ...req.headers }, seen: new Array(120).fill(0) });
    return next();
  }
  async function log(req, next) {
    await next();
    requestLog.push({ url: 'x'.repeat(60) + req.url, tags: Array.from({ length: 20 }, (_, i) => ({ i })) });
  }
  const chain = [trace, remember, (req, next) => limits.check(req, next), log];
  function run(req, at) { return at < chain.length ? chain[at](req, () => run(req, at + 1)) : undefined; }
  const server = createServer(async (req, res) => { await run(req, 0); res.end('done'); });
  // A snapshot may take longer than a connection is kept that nobody uses.
  server.keepAliveTimeout = 0;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  let turn = 0;
  async function ask() {
    const [res] = await once(get({ port: server.address().port, path: '/' + turn++ }), 'response');
    await once(res.resume(), 'end');
  }
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', { samplingInterval: 2048 });
  for (let k = 1; k <= 4; k++) {
    for (let i = 0; i < 200; i++) await ask();
    writeHeapSnapshot('captures/' + k + '.heapsnapshot');
    const { profile } = await session.post('HeapProfiler.getSamplingProfile');
    writeFileSync('allocations/' + k + '.heapprofile', JSON.stringify(profile));
  }
  process.exit();
`;

it('a chain of middleware blames none for what a later one keeps', async () => {
  for (const inner of ['captures', 'allocations']) mkdirSync(path.join(folder, inner), { recursive: true });
  writeFileSync(path.join(folder, 'server.mjs'), middleware);
  await promisify(execFile)(await nodeBinary(24), ['server.mjs'], { cwd: folder });
  const startedAt = Date.now();
  const looks = [1, 2, 3, 4].map((k) => ({ index: k, at: startedAt + k * 1000 }));
  const manifest = exampleManifest(
    startedAt,
    looks.map(({ index, at }) => ({ file: `captures/${index}.heapsnapshot`, at })),
  );
  const allocations = looks.map(({ index, at }) => ({
    index,
    at,
    file: `allocations/${index}.heapprofile`,
    capture: index,
    series: 1,
    interval: 2048,
  }));
  writeFileSync(
    path.join(folder, 'recording.json'),
    JSON.stringify({ ...(manifest as object), allocations }),
  );

  const { suspects } = await analyze([folder]);
  const origin = (holder: RegExp) => {
    const { allocations } = suspects.find(({ holders }) => holder.test(holders[0]?.expression ?? ''))!;
    expect(allocations!.share ?? 1).toBeLessThan(1.5);
    const [{ frame, stacks }] = allocations!.sites;
    return stacks[0].frames.find(({ file, function: name }) => file === frame.file && name !== '(anonymous)')!
      .function;
  };
  expect(origin(/sessions$/)).toBe('remember');
  expect(origin(/requestLog$/)).toBe('log');
  expect(origin(/windows$/)).toBe('check');
});

it('says of a recording without samples how to get some', async () => {
  const target = await LiveTarget.start(process.execPath, hoarder);
  await record(target, { captures: 1, duration: 100, sampling: false });
  const { code, stderr } = await heaptrail(['allocations', folder]);
  expect(code).toBe(2);
  expect(stderr).toContain('record a Node process without --no-sampling');
});
