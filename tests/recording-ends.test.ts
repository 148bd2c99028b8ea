import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordingManifest } from '../format/recording.ts';
import { parseLedger, parseManifest } from '../format/recording-text.ts';
import type { RecordingWishes } from '../probes/session/plan/plan.ts';
import type { RecordingEvent } from '../probes/session/series/recording-event.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { commandFile } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { recordLive } from './record-live.ts';

/** Enough objects for a capture that lasts some tenths of a second. */
const large = `
  globalThis.held = Array.from({ length: 70_000 }, (_, i) => ({ i, next: { i } }));
  setInterval(() => {}, 1000);
  console.log('ready');
`;

let folder: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'heaptrail-ends-')), 'a.heaptrail');
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

function manifestOnDisk(): RecordingManifest {
  return parseManifest(readFileSync(path.join(folder, 'recording.json'), 'utf8'));
}

describe('a target that ends in the middle of a capture', () => {
  it.each([
    ['SIGKILL', 20],
    ['SIGTERM', 24],
    ['SIGKILL', 26],
  ] as const)('by %s on node %i leaves a recording with what was whole before', async (signal, major) => {
    const target = await LiveTarget.start(await nodeBinary(major), large);
    const manifest = await record(target, { captures: 3, every: 100 }, (event) => {
      if (event.kind === 'capturing' && event.index === 2 && event.written > 0) target.signal(signal);
    });
    expect(manifest).toMatchObject({
      state: 'interrupted',
      endReason: `process ${target.pid} ended while it was recorded`,
      captures: [
        { index: 1, status: 'whole' },
        { index: 2, status: 'failed', failure: `process ${target.pid} ended while it was recorded` },
      ],
    });
    expect(manifestOnDisk()).toEqual(manifest);
    expect(readdirSync(path.join(folder, 'captures'))).toEqual(['001.heapsnapshot']);
  });
});

it('is failed if the target ends in its first capture', async () => {
  const target = await LiveTarget.start(await nodeBinary(22), large);
  const manifest = await record(target, { captures: 2, every: 100 }, (event) => {
    if (event.kind === 'capturing') target.signal('SIGKILL');
  });
  expect(manifest).toMatchObject({ state: 'failed', captures: [{ status: 'failed' }] });
});

it('ends if a blocked target no longer says how large its heap is', async () => {
  const source = `
    process.on('SIGUSR2', () => require('node:child_process').execSync('sleep 8'));
    setInterval(() => {}, 1000);
    console.log('ready');
  `;
  const target = await LiveTarget.start(await nodeBinary(22), source);
  const manifest = await record(target, { captures: 2, every: 200, ledgerEvery: 200 }, (event) => {
    if (event.kind === 'captured') target.signal('SIGUSR2');
  });
  expect(manifest).toMatchObject({
    state: 'interrupted',
    endReason: expect.stringContaining('did not say how large its heap is'),
    captures: [{ status: 'whole' }],
  });
  // The operating system's part of the ledger goes on while the runtime is silent.
  const { samples } = parseLedger(readFileSync(path.join(folder, 'ledger.ndjson'), 'utf8'));
  const silent = samples.filter((sample) => sample.heapUsed === undefined);
  expect(silent.length).toBeGreaterThan(3);
  expect(silent.every(({ rss }) => rss !== undefined)).toBe(true);
  expect(listenSocketsOf(target.pid)).toEqual([]);
  expect(target.running).toBe(true);
});

it('finishes the capture under way when it is stopped, and takes no other', async () => {
  const target = await LiveTarget.start(await nodeBinary(24), large);
  const stop = new AbortController();
  const onEvent = (event: RecordingEvent) => {
    if (event.kind === 'capturing' && event.index === 2) stop.abort();
  };
  const manifest = await record(target, { captures: 4, every: 100 }, onEvent, stop.signal);
  expect(manifest).toMatchObject({
    state: 'interrupted',
    endReason: 'it was stopped from the keyboard',
    captures: [{ status: 'whole' }, { status: 'whole' }],
  });
  expect(target.running).toBe(true);
  expect(listenSocketsOf(target.pid)).toEqual([]);
});

describe('the command', () => {
  it('keeps a valid recording after Ctrl-C', async () => {
    const target = await LiveTarget.start(await nodeBinary(22), large);
    const command = runCommand([
      commandFile,
      'attach',
      String(target.pid),
      '--every',
      '60s',
      '--out',
      folder,
      '--no-analyze',
    ]);
    await command.said('capture 2 in');
    command.signal('SIGINT');
    expect(await command.code).toBe(0);
    expect(manifestOnDisk()).toMatchObject({ state: 'interrupted', captures: [{ status: 'whole' }] });
    expect(listenSocketsOf(target.pid)).toEqual([]);
    expect(target.running).toBe(true);
  });

  it('leaves a recording that opens when it is killed in the middle of a capture', async () => {
    const target = await LiveTarget.start(await nodeBinary(22), large);
    const command = runCommand([
      commandFile,
      'attach',
      String(target.pid),
      '--every',
      '100ms',
      '--out',
      folder,
    ]);
    await command.said('capture 1 of 4');
    while (!readdirSync(path.join(folder, 'captures')).includes('002.heapsnapshot.part')) await pause();
    command.signal('SIGKILL');
    await command.code;
    expect(manifestOnDisk()).toMatchObject({
      state: 'recording',
      captures: [{ status: 'whole' }, { status: 'writing' }],
    });
    expect(target.running).toBe(true);
  });

  it('gives up a capture that does not fit on the disk, and says so', async () => {
    const target = await LiveTarget.start(await nodeBinary(24), large);
    // A limit on the size of our own files stands in for a full disk; both end in the same write error.
    const limited = `ulimit -f 4096; exec "$@"`;
    const words = ['-c', limited, 'sh', process.execPath, commandFile, 'attach'];
    const command = runCommand([...words, String(target.pid), '--parts', 'heap', '--out', folder], 'sh');
    expect(await command.code).toBe(3);
    expect(command.stderr()).toContain('there is no room to write');
    expect(manifestOnDisk()).toMatchObject({ state: 'failed', captures: [{ status: 'failed' }] });
    expect(readdirSync(path.join(folder, 'captures'))).toEqual([]);
    expect(listenSocketsOf(target.pid)).toEqual([]);
    expect(target.running).toBe(true);
  });

  it('records a program from its start and ends it, with stdout left to the report', async () => {
    const source = `
      console.log('words of the program');
      globalThis.kept = new Map();
      let n = 0;
      setInterval(() => { for (let i = 0; i < 20; i += 1) { n += 1; kept.set(n, { n }); } }, 5);
    `;
    const words = [
      'record',
      '--for',
      '5s',
      '--json',
      '--out',
      folder,
      '--',
      await nodeBinary(24),
      '-e',
      source,
    ];
    const command = runCommand([commandFile, ...words]);
    expect(await command.code).toBe(1);
    expect(JSON.parse(command.stdout()).verdict.outcome).toBe('growth');
    expect(command.stderr()).toContain('words of the program');
    const { state, target } = manifestOnDisk();
    expect(state).toBe('complete');
    expect(() => process.kill(target.pid!, 0)).toThrow(/ESRCH/);
  });

  it('says how a program ended that was over before it could be probed', async () => {
    const command = runCommand([commandFile, 'record', '--out', folder, '--', 'sh', '-c', 'exit 4']);
    expect(await command.code).toBe(2);
    expect(command.stderr()).toContain('sh ended (exit code 4) before it could be probed');
  });

  it('says how a program ended while it was attached to', async () => {
    // By a signal: a Node that exits while a client connects to its inspector sometimes aborts.
    const source = `
      const inspector = require('node:inspector');
      setInterval(() => inspector.url() !== undefined && process.kill(process.pid, 'SIGKILL'), 1);
    `;
    const node = await nodeBinary(22);
    const words = ['record', '--out', folder, '--', node, '--inspect-port=0', '-e', source];
    const command = runCommand([commandFile, ...words]);
    expect(await command.code).toBe(2);
    expect(command.stderr()).toContain(`${node} ended (SIGKILL) before it could be probed`);
  });
});

interface RunningCommand {
  readonly code: Promise<number | null>;
  stdout(): string;
  stderr(): string;
  signal(name: NodeJS.Signals): void;
  said(words: string): Promise<void>;
}

function runCommand(args: readonly string[], executable = process.execPath): RunningCommand {
  const child = spawn(executable, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    code,
    stdout: () => stdout,
    stderr: () => stderr,
    signal: (name) => child.kill(name),
    said: (words) =>
      new Promise((resolve, reject) => {
        const look = () => stderr.includes(words) && resolve();
        child.stderr.on('data', look);
        child.once('close', () =>
          reject(new Error(`the command ended without saying "${words}": ${stderr}`)),
        );
        look();
      }),
  };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}
