import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../format/report.ts';
import { attachToNode } from '../probes/node/attach.ts';
import { descendants } from '../probes/target/descendants.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { recordLive } from './record-live.ts';

const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-observer-'));
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

/** Logs what it does, as servers do, and says at SIGUSR2 what V8 and Node hold. */
const logging = (perLine: string) => `
  const { createServer, get, Agent } = require('node:http');
  const v8 = require('node:v8');
  class Session { constructor(url) { this.url = url; } }
  const sessions = [];
  const logger = { info: (line, about) => console.log(line, about) };
  const server = createServer((request, response) => {
    logger.info('GET ' + request.url, { at: Date.now(), agent: { of: request.url } });
    ${perLine}
    response.end('ok');
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  server.listen(0, '127.0.0.1', () => {
    let n = 0;
    setInterval(() => get({ port: server.address().port, agent, path: '/' + (n += 1) }, (reply) => reply.resume()), 20);
    setInterval(() => console.log('a line', n, { text: 'x'.repeat(60) + n }), 20);
    console.log('ready');
  });
  process.on('SIGUSR2', () => setTimeout(() => {
    gc(); gc();
    const { used_global_handles_size: handles } = v8.getHeapStatistics();
    const events = process.eventNames().map(String);
    process.stderr.write('held ' + JSON.stringify({ handles, events, port: process.debugPort }) + '\\n');
  }, 50));
`;

interface Held {
  readonly handles: number;
  readonly events: readonly string[];
  readonly port: number;
}

async function heldBy(target: LiveTarget): Promise<Held> {
  const before = target.stderr.length;
  target.signal('SIGUSR2');
  for (;;) {
    const said = /held (\{.*\})\n/.exec(target.stderr.slice(before))?.[1];
    if (said !== undefined) return JSON.parse(said) as Held;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

let runs = 0;

async function attachTo(target: LiveTarget, ...words: string[]): Promise<Report> {
  runs += 1;
  const folder = path.join(room, `${runs}.heaptrail`);
  const all = ['attach', String(target.pid), '--json', '--out', folder, ...words];
  const { stdout, stderr } = await heaptrail(all);
  expect(stderr).not.toContain('Warning');
  return JSON.parse(stdout) as Report;
}

const preload = fileURLToPath(new URL('../dist/probes/in-process/preload.js', import.meta.url));

describe.concurrent.each([
  [20, 'an inspector', []],
  [22, 'an inspector', []],
  [24, 'an inspector', []],
  [26, 'an inspector', []],
  [22, 'the probe that it carries', ['--import', preload]],
] as const)('node %i, by %s', (major, _, args) => {
  it('is not accused of what it logs, and has after a recording what it had before', async () => {
    const all = ['--expose-gc', ...args];
    const target = await LiveTarget.start(await nodeBinary(major), logging(''), { args: all });
    const before = await heldBy(target);
    const { suspects, verdict } = await attachTo(target, '--every', '400ms');
    expect(suspects.map(({ title }) => title)).toEqual([]);
    expect(verdict.outcome).not.toBe('growth');
    const after = await heldBy(target);
    // A handle of V8 takes 32 bytes, and a message of the console two of them.
    expect(after.handles - before.handles).toBeLessThan(10 * 32);
    expect({ ...after, handles: 0 }).toEqual({ ...before, handles: 0 });
    expect(listenSocketsOf(target.pid).length).toBe(1);
    await target.end();
  });
});

it.concurrent.each([20, 26] as const)('node %i: a leak beside the logging comes first', async (major) => {
  const source = logging('sessions.push(new Session(request.url));');
  const target = await LiveTarget.start(await nodeBinary(major), source, { args: ['--expose-gc'] });
  const { suspects } = await attachTo(target, '--every', '600ms');
  expect(suspects[0]).toMatchObject({ entryClass: 'Session', kind: 'array' });
  await target.end();
});

it.concurrent('accuses neither a loop that computes nor a thread that waits', async () => {
  const source = `
    const { Worker } = require('node:worker_threads');
    new Worker('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)', { eval: true });
    // It leaves the processor to others for most of the time, and never returns to its event loop.
    const rest = new Int32Array(new SharedArrayBuffer(4));
    const turn = () => {
      const held = { deep: { n: 1 } };
      for (const end = Date.now() + 4_500; Date.now() < end; Atomics.wait(rest, 0, 0, 10))
        for (let i = 0; i < 100_000; i += 1) held.deep.n += 1;
    };
    setTimeout(function loop() { turn(); setTimeout(loop, 20); }, 200);
    console.log('ready');
  `;
  const target = await LiveTarget.start(await nodeBinary(22), source);
  const { suspects, heaps } = await attachTo(target, '--captures', '3', '--every', '200ms');
  expect(suspects.map(({ title }) => title)).toEqual([]);
  expect(heaps!.length).toBe(2);
  await target.end();
});

it.concurrent('warns nobody of more threads than ten', async () => {
  const source = `
    const { Worker } = require('node:worker_threads');
    for (let i = 0; i < 12; i += 1) new Worker('setInterval(() => {}, 1000)', { eval: true });
    setInterval(() => {}, 1000);
    console.log('ready');
  `;
  const target = await LiveTarget.start(await nodeBinary(24), source);
  await attachTo(target, '--captures', '0', '--for', '1s');
  expect(target.stderr).not.toContain('Warning');
});

describe.concurrent('an inspector that a blocked program opens too late', () => {
  const source = `
    process.on('SIGUSR2', () => require('node:child_process').execSync('until [ -e go ]; do sleep 0.05; done'));
    setInterval(() => {}, 1000);
    console.log('ready');
  `;
  const refused = async () => {
    const target = await LiveTarget.start(await nodeBinary(22), source, { args: ['--inspect-port=0'] });
    target.signal('SIGUSR2');
    await until(() => descendants(target.pid).length > 0);
    await expect(attachToNode(target.pid)).rejects.toMatchObject({ code: 'inspector-not-opened' });
    writeFileSync(path.join(target.folder, 'go'), '');
    return target;
  };

  it('belongs to the next attach', async () => {
    const target = await refused();
    const connection = await attachToNode(target.pid);
    // Longer than its helper would have waited for another client.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(connection.ended.aborted).toBe(false);
    expect(await connection.detach()).toEqual([]);
    expect(listenSocketsOf(target.pid)).toEqual([]);
  });

  it('stays open for a debugger that is connected', async () => {
    const target = await refused();
    await until(() => listenSocketsOf(target.pid).length > 0);
    const debug = connect(listenSocketsOf(target.pid)[0]!.port, '127.0.0.1');
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(listenSocketsOf(target.pid).length).toBe(1);
    debug.destroy();
  });
});

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Everything that it tracked is gone; only a finalizer removes the references to it. */
const tracked = `
  globalThis.tracked = new Set();
  const gone = new FinalizationRegistry((reference) => tracked.delete(reference));
  for (let i = 0; i < 3000; i += 1) {
    const logger = { child: i };
    const reference = new WeakRef(logger);
    tracked.add(reference);
    gone.register(logger, reference);
  }
  setInterval(() => {}, 20);
  console.log('ready');
`;

describe('what finalizers remove', () => {
  it.concurrent.each([22, 24] as const)('is not in a capture, on Node %i', async (major) => {
    const target = await LiveTarget.start(await nodeBinary(major), tracked);
    // A profile of allocations collects as well.
    const folder = path.join(room, `finalizers-${major}`);
    const { captures } = await recordLive(target, { captures: 1, duration: 100, sampling: false }, folder);
    expect(captures.map(({ status }) => status)).toEqual(['whole']);
    expect(objectsIn(path.join(folder, captures[0].file), 'WeakRef')).toBeLessThan(100);
  });
});

function objectsIn(file: string, className: string): number {
  const { snapshot, nodes, strings } = JSON.parse(readFileSync(file, 'utf8'));
  const fields: string[] = snapshot.meta.node_fields;
  const [name, type] = [fields.indexOf('name'), fields.indexOf('type')];
  const object = snapshot.meta.node_types[type].indexOf('object');
  let count = 0;
  for (let at = 0; at < nodes.length; at += fields.length) {
    if (nodes[at + type] === object && strings[nodes[at + name]] === className) count += 1;
  }
  return count;
}
