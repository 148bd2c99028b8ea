import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordingManifest } from '../format/recording.ts';
import { parseLedger } from '../format/recording-text.ts';
import { attachToProcess } from '../probes/attach/attach.ts';
import { connectToBun } from '../probes/bun/bun-connection.ts';
import { WebSocketSession } from '../probes/bun/web-socket-session.ts';
import type { Connection } from '../probes/connection.ts';
import { planRecording, type RecordingWishes } from '../probes/session/plan/plan.ts';
import { recordTarget } from '../probes/session/record-target.ts';
import type { RecordingEvent } from '../probes/session/series/recording-event.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { idle, leak, prepared } from './bun-target.ts';
import { LiveTarget } from './live-target.ts';

let room: string;
let folder: string;
beforeEach(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-bun-attach-'));
  folder = path.join(room, 'a.heaptrail');
});
afterEach(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

function record(
  connection: Connection,
  wishes: RecordingWishes,
  onEvent: (event: RecordingEvent) => void = () => {},
  signal = new AbortController().signal,
): Promise<RecordingManifest> {
  return recordTarget(connection, { plan: planRecording(wishes), folder, onEvent, signal });
}

describe.each(['1.4.5', '1.3.14'])('bun %s', (version) => {
  it('is recorded with stable ids and the entries of its Maps, and left as it was found', async () => {
    const target = await LiveTarget.start(await bunBinary(version), leak, { env: prepared() });
    const globals = await globalNames(target);
    const sockets = listenSocketsOf(target.pid);
    const manifest = await record(await attachToProcess(target.pid), {
      captures: 2,
      every: 500,
      ledgerEvery: 100,
      operations: 'served',
    });

    expect(manifest).toMatchObject({ state: 'complete', target: { runtime: 'bun', version } });
    const [first, second] = manifest.captures;
    expect(second).toMatchObject({ status: 'whole', epoch: first!.epoch });
    const [early, late] = [first!, second!].map(({ file }) => sessionsIn(path.join(folder, file)));
    // Each session is an entry of the Map, and has the same id in both captures.
    expect([early!.size, late!.size]).toEqual([first!.operations, second!.operations]);
    expect([...early!].every((id) => late!.has(id))).toBe(true);
    expect(Math.min(...[...late!].filter((id) => !early!.has(id)))).toBeGreaterThan(Math.max(...early!));

    expect(listenSocketsOf(target.pid)).toEqual(sockets);
    expect(await globalNames(target)).toEqual(globals);
    target.signal('SIGTERM');
    expect(await target.ended).toEqual({ code: 7, signal: null });
  });
});

it.each(['1.4.5', '1.3.14'])(
  'counts the worker threads that run, whose heaps it cannot see, on %s',
  async (version) => {
    const source = `
    const file = URL.createObjectURL(new Blob(['setInterval(() => {}, 1000)']));
    const ended = new Worker(file);
    globalThis.running = [new Worker(file), new (require('node:worker_threads').Worker)('setInterval(() => {}, 1000)', { eval: true })];
    ended.addEventListener('open', () => ended.terminate());
    ended.addEventListener('close', () => console.log('ready'));
    setInterval(() => {}, 1000);
  `;
    const target = await LiveTarget.start(await bunBinary(version), source, { env: prepared() });
    const manifest = await record(await attachToProcess(target.pid), { captures: 1, duration: 100 });
    expect(manifest.captures).toMatchObject([{ status: 'whole', unseenWorkers: 2 }]);
  },
);

it('writes files that only their owner can read, and a ledger of what Bun knows', async () => {
  const target = await LiveTarget.start(await bunBinary(), leak, { env: prepared() });
  await record(await attachToProcess(target.pid), { captures: 1, duration: 500, ledgerEvery: 100 });
  const mode = (name: string) => statSync(path.join(folder, name)).mode & 0o777;
  expect(mode('captures/001.heapsnapshot')).toBe(0o600);
  const { samples } = parseLedger(readFileSync(path.join(folder, 'ledger.ndjson'), 'utf8'));
  for (const field of ['rssAnonymous', 'heapUsed', 'heapTotal', 'committed'] as const) {
    expect(samples.at(-1)![field], field).toBeGreaterThan(0);
  }
  // Bun says 0 of ArrayBuffers whatever there is, and has no limit of its heap.
  expect(samples.at(-1)).not.toHaveProperty('arrayBuffers');
  expect(samples.at(-1)).not.toHaveProperty('heapLimit');
});

it('takes words, not failure, from an operations expression that throws', async () => {
  const target = await LiveTarget.start(await bunBinary(), idle, { env: prepared() });
  const manifest = await record(await attachToProcess(target.pid), {
    captures: 1,
    duration: 100,
    operations: 'lost.count',
  });
  expect(manifest).toMatchObject({ state: 'complete', captures: [{ status: 'whole' }] });
  expect(manifest.notes).toContainEqual(
    expect.stringMatching(/^capture 1: the operations expression threw: ReferenceError: .*lost/),
  );
});

describe('a heap with too many objects for the inspector', () => {
  const limits = (v8: number) => ({ inspector: 10, v8 });

  it('is captured in the format of V8, each capture with ids of its own', async () => {
    const target = await LiveTarget.start(await bunBinary(), leak, { env: prepared() });
    const manifest = await record(await connectWith(target, limits(1e9)), { captures: 2, every: 200 });
    expect(manifest.state).toBe('complete');
    const [first, second] = manifest.captures;
    expect(first!.epoch).not.toBe(second!.epoch);
    const file = path.join(folder, second!.file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('snapshot.meta.node_fields');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(manifest.notes).toContainEqual(expect.stringContaining("this capture is Bun's V8 snapshot"));
    expect(target.running).toBe(true);
  });

  it('is refused with figures if that is not known to be safe either, and lives on', async () => {
    const target = await LiveTarget.start(await bunBinary(), leak, { env: prepared() });
    const manifest = await record(await connectWith(target, limits(11)), { captures: 2, every: 100 });
    expect(manifest).toMatchObject({
      state: 'failed',
      captures: [{ status: 'failed' }, { status: 'failed' }],
    });
    expect(manifest.endReason).toMatch(/has [\d.]+ million objects.*ends the process/);
    expect(readdirSync(path.join(folder, 'captures'))).toEqual([]);
    expect(target.running).toBe(true);
  });
});

describe('a Bun whose programs crash after a snapshot', () => {
  it('is not captured, forced or not, but its memory is recorded', async () => {
    const target = await LiveTarget.start(await bunBinary('1.3.6'), leak, { env: prepared() });
    const forced = record(await attachToProcess(target.pid), { captures: 2, every: 100, forced: true });
    await expect(forced).rejects.toMatchObject({
      code: 'bun-crashes',
      message: expect.stringContaining('Bun 1.3.6'),
      next: expect.stringContaining('1.3.8 or later'),
    });
    expect(readdirSync(room)).toEqual([]);
    const manifest = await record(await attachToProcess(target.pid), {
      captures: 0,
      duration: 500,
      ledgerEvery: 100,
    });
    expect(manifest.state).toBe('complete');
    expect(target.running).toBe(true);
  });
});

describe('the end', () => {
  /** Enough objects for a capture that lasts a while. */
  const large = `
    globalThis.held = Array.from({ length: 100_000 }, (_, i) => ({ i, next: { i } }));
    ${idle}
  `;

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'of the target by %s leaves what was whole before',
    async (signal) => {
      const target = await LiveTarget.start(await bunBinary(), large, { env: prepared() });
      const manifest = await record(
        await attachToProcess(target.pid),
        { captures: 3, every: 100 },
        (event) => {
          if (event.kind === 'capturing' && event.index === 2) target.signal(signal);
        },
      );
      const endReason = `process ${target.pid} ended while it was recorded`;
      expect(manifest).toMatchObject({
        state: 'interrupted',
        endReason,
        captures: [{ status: 'whole' }, { status: 'failed', failure: endReason }],
      });
      expect(readdirSync(path.join(folder, 'captures'))).toEqual(['001.heapsnapshot']);
    },
  );

  it('comes after the capture under way where the reader stops', async () => {
    const target = await LiveTarget.start(await bunBinary(), large, { env: prepared() });
    const stop = new AbortController();
    const onEvent = (event: RecordingEvent) => {
      if (event.kind === 'capturing' && event.index === 2) stop.abort();
    };
    const manifest = await record(
      await attachToProcess(target.pid),
      { captures: 4, every: 100 },
      onEvent,
      stop.signal,
    );
    expect(manifest).toMatchObject({
      state: 'interrupted',
      endReason: 'it was stopped from the keyboard',
      captures: [{ status: 'whole' }, { status: 'whole' }],
    });
    expect(target.running).toBe(true);
  });

  it('is not held up by us if the target calls process.exit', async () => {
    const target = await LiveTarget.start(await bunBinary(), leak, { env: prepared() });
    const manifest = await record(
      await attachToProcess(target.pid),
      { captures: 2, every: 60_000 },
      (event) => {
        if (event.kind === 'waiting') target.signal('SIGTERM');
      },
    );
    expect(await target.ended).toEqual({ code: 7, signal: null });
    expect(manifest).toMatchObject({ state: 'interrupted', captures: [{ status: 'whole' }] });
  });

  it('comes with words if a blocked target does not answer', async () => {
    const source = `
      process.on('SIGUSR2', () => Bun.sleepSync(9_000));
      ${idle}
    `;
    const target = await LiveTarget.start(await bunBinary(), source, { env: prepared() });
    const manifest = await record(
      await attachToProcess(target.pid),
      { captures: 2, every: 200, ledgerEvery: 200 },
      (event) => {
        if (event.kind === 'captured') target.signal('SIGUSR2');
      },
    );
    expect(manifest).toMatchObject({
      state: 'interrupted',
      endReason: expect.stringContaining('did not say how large its heap is'),
      captures: [{ status: 'whole' }],
    });
    expect(target.running).toBe(true);
  });
});

async function connectWith(
  target: LiveTarget,
  limits: { readonly inspector: number; readonly v8: number },
): Promise<Connection> {
  const session = await sessionOf(target);
  return await connectToBun(target.pid, session, { limits });
}

async function globalNames(target: LiveTarget): Promise<unknown> {
  const session = await sessionOf(target);
  const expression = 'Object.getOwnPropertyNames(globalThis)';
  const { result } = await session.send('Runtime.evaluate', { expression, returnByValue: true });
  await session.close();
  return result.value;
}

async function sessionOf({ pid, env }: LiveTarget): Promise<WebSocketSession> {
  // It may open after the program's first lines.
  while (listenSocketsOf(pid).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const { port } = listenSocketsOf(pid)[0]!;
  return await WebSocketSession.open(env.BUN_INSPECT!.replace(':0/', `:${port}/`), `process ${pid}`);
}

/** The ids of the sessions that are values of a Map. */
function sessionsIn(file: string): ReadonlySet<number> {
  const { nodes, edges, nodeClassNames, edgeTypes } = JSON.parse(readFileSync(file, 'utf8'));
  const classOf = new Map<number, string>();
  for (let at = 0; at < nodes.length; at += 4) classOf.set(nodes[at], nodeClassNames[nodes[at + 2]]);
  const found = new Set<number>();
  for (let at = 0; at < edges.length; at += 4) {
    const [from, to, type, index] = edges.slice(at, at + 4);
    const isValue = edgeTypes[type] === 'Index' && index % 2 === 1;
    if (isValue && classOf.get(from) === 'Map' && classOf.get(to) === 'Session') found.add(to);
  }
  return found;
}
