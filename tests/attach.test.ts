import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseLedger, parseManifest } from '../format/recording-text.ts';
import type { Connection } from '../probes/connection.ts';
import { attachToNode } from '../probes/node/attach.ts';
import { openInspector } from '../probes/node/inspector/open-inspector.ts';
import { planRecording, type RecordingWishes } from '../probes/session/plan/plan.ts';
import { recordTarget } from '../probes/session/record-target.ts';
import type { RecordingEvent } from '../probes/session/series/recording-event.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { DevtoolsConnection } from '../probes/transport/devtools-connection.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { LiveTarget } from './live-target.ts';
import { everyNode, outermostNodes } from './node-versions.ts';

const leak = `
  class Session { constructor(id) { this.id = id; } }
  globalThis.sessions = [];
  globalThis.served = 0;
  setInterval(() => { served += 1; sessions.push(new Session(served)); }, 5);
  process.on('SIGTERM', () => process.exit(7));
  console.log('ready');
`;

let room: string;
beforeEach(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-attach-'));
});
afterEach(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

function record(
  connection: Connection,
  wishes: RecordingWishes,
  signal = new AbortController().signal,
  onEvent: (event: RecordingEvent) => void = () => {},
) {
  return recordTarget(connection, {
    plan: planRecording(wishes),
    folder: path.join(room, 'a.heaptrail'),
    onEvent,
    signal,
  });
}

describe.each(everyNode)('node %i', (major) => {
  it('is recorded and left as it was found', async () => {
    const target = await LiveTarget.start(await nodeBinary(major), leak);
    const connection = await attachToNode(target.pid);
    expect(listenSocketsOf(target.pid).map(({ address }) => address)).toEqual(['127.0.0.1']);
    expect(listenSocketsOf(target.pid)[0]?.port).not.toBe(9229);

    const manifest = await record(connection, {
      captures: 2,
      every: 300,
      ledgerEvery: 100,
      operations: 'served',
    });

    expect(manifest).toMatchObject({ state: 'complete', target: { pid: target.pid, runtime: 'node' } });
    expect(manifest.target.version.split('.')[0]).toBe(String(major));
    const [first, second] = manifest.captures;
    expect(first).toMatchObject({ index: 1, status: 'whole', epoch: expect.stringMatching(/./) });
    expect(second).toMatchObject({ index: 2, status: 'whole', epoch: first!.epoch });
    expect(second!.operations).toBeGreaterThan(first!.operations!);
    // The same object has the same id in both: the sessions of the first are all among the second's.
    const ids = [first!, second!].map(({ file }) =>
      idsOfClass(path.join(room, 'a.heaptrail', file), 'Session'),
    );
    expect(ids[0]!.length).toBeGreaterThan(0);
    expect(ids[1]!.slice(0, ids[0]!.length)).toEqual(ids[0]);
    expect(ids[1]!.length).toBeGreaterThan(ids[0]!.length);

    expect(listenSocketsOf(target.pid)).toEqual([]);
    expect(readdirSync(target.folder)).toEqual([]);
    expect(await globalObjectId(target.pid)).toBe('0');
    expect(target.running).toBe(true);
    target.signal('SIGTERM');
    expect(await target.ended).toEqual({ code: 7, signal: null });
  });
});

describe.each(outermostNodes)('node %i', (major) => {
  it('is captured while it computes without a pause', async () => {
    // It leaves the processor to others for most of the time, and never returns to its event loop.
    const source = `
      const rest = new Int32Array(new SharedArrayBuffer(4));
      setTimeout(() => {
        globalThis.work = [{}];
        for (;; Atomics.wait(rest, 0, 0, 20)) for (let i = 0; i < 100_000; i += 1) work[0] = {};
      }, 20);
      console.log('ready');
    `;
    const target = await LiveTarget.start(await nodeBinary(major), source);
    const connection = await attachToNode(target.pid);
    const manifest = await record(connection, { captures: 1, duration: 200 });
    expect(manifest).toMatchObject({ state: 'complete', captures: [{ status: 'whole' }] });
    expect(listenSocketsOf(target.pid)).toEqual([]);
    expect(target.running).toBe(true);
  });

  it('is not ended by a probe that comes in its first milliseconds', async () => {
    const target = await LiveTarget.start(await nodeBinary(major), leak, { awaitReady: false });
    const connection = await attachToNode(target.pid);
    await connection.detach();
    await target.printed('ready');
    expect(target.running).toBe(true);
  });

  it('can call process.exit while it is recorded', async () => {
    const target = await LiveTarget.start(await nodeBinary(major), leak);
    const connection = await attachToNode(target.pid);
    const plan = { captures: 2, every: 60_000 };
    const manifest = await record(connection, plan, undefined, ({ kind }) => {
      if (kind === 'captured') target.signal('SIGTERM');
    });
    expect(await target.ended).toEqual({ code: 7, signal: null });
    expect(manifest).toMatchObject({
      state: 'interrupted',
      endReason: `process ${target.pid} ended by itself`,
      captures: [{ status: 'whole' }],
    });
  });
});

it('writes a recording that only its owner can read, and that reads back', async () => {
  const target = await LiveTarget.start(await nodeBinary(22), leak);
  const manifest = await record(await attachToNode(target.pid), {
    captures: 2,
    every: 400,
    ledgerEvery: 100,
  });
  const folder = path.join(room, 'a.heaptrail');
  const mode = (name: string) => statSync(path.join(folder, name)).mode & 0o777;
  expect([mode('.'), mode('captures')]).toEqual([0o700, 0o700]);
  expect(readdirSync(folder).sort()).toEqual([
    '.gitignore',
    'allocations',
    'captures',
    'ledger.ndjson',
    'recording.json',
  ]);
  expect(['recording.json', 'ledger.ndjson', 'captures/001.heapsnapshot'].map(mode)).toEqual([
    0o600, 0o600, 0o600,
  ]);
  expect(parseManifest(readFileSync(path.join(folder, 'recording.json'), 'utf8'))).toEqual(manifest);

  const { samples, torn } = parseLedger(readFileSync(path.join(folder, 'ledger.ndjson'), 'utf8'));
  expect(torn).toBe(0);
  expect(samples.filter(({ mark }) => mark === 'captured')).toHaveLength(2);
  expect(samples.map(({ at }) => at)).toEqual(samples.map(({ at }) => at).sort((a, b) => a - b));
  for (const field of [
    'rss',
    'rssAnonymous',
    'heapUsed',
    'heapLimit',
    'machineAvailable',
    'descriptors',
  ] as const) {
    expect(samples[0]![field], field).toBeGreaterThan(0);
  }
  expect(samples[0]!.resources).toMatchObject({ Timeout: 1 });
  expect(samples[0]!.children).toBe(0);
});

it('attaches to two processes at the same time', async () => {
  const binary = await nodeBinary(24);
  const targets = await Promise.all([LiveTarget.start(binary, leak), LiveTarget.start(binary, leak)]);
  const connections = await Promise.all(targets.map(({ pid }) => attachToNode(pid)));
  expect(connections.map(({ target }) => target.pid)).toEqual(targets.map(({ pid }) => pid));
  await Promise.all(connections.map((connection) => connection.detach()));
  expect(targets.flatMap(({ pid }) => listenSocketsOf(pid))).toEqual([]);
});

it.each(['--inspect=127.0.0.1:19229', '--inspect=127.0.0.1:0'])(
  'uses an inspector that %s opened, and leaves it open',
  async (option) => {
    const target = await LiveTarget.start(await nodeBinary(22), leak, { args: [option] });
    const before = listenSocketsOf(target.pid);
    const connection = await attachToNode(target.pid);
    expect(connection.notes).toEqual([expect.stringContaining('already open')]);
    expect(await connection.sampleRuntime()).toMatchObject({ heapUsed: expect.any(Number) });
    await connection.detach();
    expect(listenSocketsOf(target.pid)).toEqual(before);
    expect(before).toHaveLength(1);
  },
);

it('captures a program with a script of many MB, whose line ends Node 20 looks for again and again', async () => {
  // Once for each function: if that is not avoided, the capture takes minutes.
  const filler = 'what makes it long '.repeat(10);
  const functions = Array.from({ length: 100_000 }, (_, i) => `held.push(() => ${i}); // ${filler}`);
  const script = path.join(room, 'long.cjs');
  writeFileSync(
    script,
    `globalThis.held = [];\n${functions.join('\n')}\nsetInterval(() => {}, 1_000);\nconsole.log('ready');\n`,
  );
  const target = await LiveTarget.run(await nodeBinary(20), [script]);
  const manifest = await record(await attachToNode(target.pid), { captures: 1, duration: 100 });
  expect(manifest).toMatchObject({ state: 'complete', captures: [{ status: 'whole' }] });
});

it('takes words, not failure, from an operations expression that throws', async () => {
  const target = await LiveTarget.start(await nodeBinary(24), leak);
  const manifest = await record(await attachToNode(target.pid), {
    captures: 1,
    duration: 100,
    sampling: false,
    operations: 'lost.count',
  });
  expect(manifest.state).toBe('complete');
  expect(manifest.captures[0]).not.toHaveProperty('operations');
  expect(manifest.notes).toEqual([
    'capture 1: the operations expression threw: ReferenceError: lost is not defined',
  ]);
});

it('stops as soon as growth is sustained', async () => {
  const source = `globalThis.held = []; setInterval(() => held.push(new Array(10_000).fill(0)), 10); console.log('ready')`;
  const target = await LiveTarget.start(await nodeBinary(22), source);
  const manifest = await record(await attachToNode(target.pid), {
    untilGrowth: true,
    every: 300,
    ledgerEvery: 100,
  });
  expect(manifest.state).toBe('complete');
  expect(manifest.captures).toHaveLength(4);
  expect(manifest.notes).toContain('stopped after 4 captures: memory kept growing');
});

/** Ids of the live instances of a class, ascending. */
function idsOfClass(file: string, className: string): readonly number[] {
  const { snapshot, nodes, strings } = JSON.parse(readFileSync(file, 'utf8'));
  const fields: readonly string[] = snapshot.meta.node_fields;
  const types: readonly string[] = snapshot.meta.node_types[0];
  const found: number[] = [];
  for (let at = 0; at < nodes.length; at += fields.length) {
    const isObject = types[nodes[at + fields.indexOf('type')]] === 'object';
    const name = strings[nodes[at + fields.indexOf('name')]];
    if (isObject && name === className) found.push(nodes[at + fields.indexOf('id')]);
  }
  return found.sort((a, b) => a - b);
}

/** The id V8 gives the global object: 0 where it tracks no objects. */
async function globalObjectId(pid: number): Promise<string> {
  const { url } = await openInspector(pid);
  const devtools = await DevtoolsConnection.open(url, `process ${pid}`);
  const { result } = await devtools.send('Runtime.evaluate', { expression: 'globalThis' });
  const { heapSnapshotObjectId } = await devtools.send('HeapProfiler.getHeapObjectId', {
    objectId: result.objectId!,
  });
  await devtools.close();
  return heapSnapshotObjectId;
}
