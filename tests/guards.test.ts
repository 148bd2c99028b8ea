import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseManifest } from '../format/recording-text.ts';
import { attachToNode } from '../probes/node/attach.ts';
import { weighCapture } from '../probes/session/guards/guards.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { commandFile, heaptrail, type Ran } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { MemoryGroup } from './memory-group.ts';

const mebi = 1 << 20;

let room: string;
beforeEach(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-guards-'));
});
afterEach(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

const attachOnce = (target: LiveTarget, ...more: string[]) => [
  'attach',
  String(target.pid),
  '--captures',
  '1',
  '--every',
  '1s',
  '--no-analyze',
  ...more,
];

describe('a heap that is 90 % full', () => {
  /** Few and large objects: the memory is gone as fast, and a snapshot that is forced is small. */
  const full = `
    const kept = [];
    while (process.memoryUsage().heapUsed < 0.9 * 512 * ${mebi}) kept.push(new Array(500_000).fill(0.5));
    setInterval(() => kept.length, 1000);
    console.log('ready');
  `;

  it.each([20, 26] as const)('is refused on node %i, and captured by force', async (major) => {
    const target = await LiveTarget.start(await nodeBinary(major), full, {
      args: ['--max-old-space-size=512'],
    });
    const out = path.join(room, 'a.heaptrail');
    const refused = await heaptrail(attachOnce(target, '--out', out));
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/its heap holds \d{3} MiB of at most \d{3} MiB: this close to the limit/);
    expect(refused.stderr).toContain('--plan light');
    expect(refused.stderr).toContain('--force');
    expect(existsSync(out)).toBe(false);
    expect(listenSocketsOf(target.pid)).toEqual([]);

    expect((await heaptrail(attachOnce(target, '--out', out, '--force'))).code).toBe(0);
    const { captures, options } = parseManifest(readFileSync(path.join(out, 'recording.json'), 'utf8'));
    expect(options.forced).toBe(true);
    expect(captures).toMatchObject([
      { status: 'whole', forced: [expect.stringContaining('this close to the limit')] },
    ]);
    expect(target.running).toBe(true);
  });
});

/** Where this machine makes no control groups, their files are tested by the unit test of memory limits alone. */
it('refuses a process whose control group has too little memory', async () => {
  const held = `
    globalThis.held = Array.from({ length: 300_000 }, (_, i) => ({ i, next: [i] }));
    setInterval(() => {}, 1000);
    console.log('ready');
  `;
  const group = MemoryGroup.make(300 * mebi);
  try {
    const node = await nodeBinary(24);
    const enter = group === undefined ? '' : `echo $$ > ${group.members}; `;
    const target = await LiveTarget.run('sh', ['-c', `${enter}exec "$0" -e "$1"`, node, held]);
    if (group === undefined) await refusesFigures(target);
    else {
      const { code, stderr } = await heaptrail(attachOnce(target, '--out', path.join(room, 'a.heaptrail')));
      expect({ code, stderr }).toMatchObject({ code: 2 });
      expect(stderr).toMatch(
        /may take [\d,]+ MiB more memory, and only \d{2,3} MiB is left in its control group/,
      );
      expect(target.running).toBe(true);
    }
    await LiveTarget.endAll();
  } finally {
    group?.remove();
  }
});

/** A real heap in a control group that is only told of. */
async function refusesFigures(target: LiveTarget): Promise<void> {
  const connection = await attachToNode(target.pid);
  const runtime = await connection.sampleRuntime();
  await connection.detach();
  const sample = { at: Date.now(), ...runtime, cgroupUsage: 100 * mebi, cgroupLimit: 300 * mebi };
  expect(weighCapture([sample], { freeDisk: 1e12, version: connection.target.version }).risks).toEqual([
    expect.stringContaining('200 MiB is left in its control group'),
  ]);
}

describe('a disk that is full', () => {
  const idle = `setInterval(() => {}, 1000); console.log('ready')`;

  it('is refused before anything is written', async () => {
    const target = await LiveTarget.start(await nodeBinary(22), idle);
    const { code, stderr } = await onSmallDisk(attachOnce(target, '--out', 'a.heaptrail'));
    expect({ code, stderr }).toMatchObject({ code: 2 });
    expect(stderr).toMatch(/the snapshot may take \d+ MiB on disk, and only 1 MiB is free there/);
    expect(target.running).toBe(true);
  });

  it('ends a forced capture with what is whole, and leaves the process alone', async () => {
    const target = await LiveTarget.start(await nodeBinary(22), idle);
    const { code, stderr } = await onSmallDisk(attachOnce(target, '--out', 'a.heaptrail', '--force'));
    expect({ code, stderr }).toMatchObject({ code: 3 });
    expect(stderr).toMatch(/there is no room to write/);
    expect(target.running).toBe(true);
    expect(listenSocketsOf(target.pid)).toEqual([]);
  });

  /** In a mount namespace of its own, so that nothing stays mounted. */
  async function onSmallDisk(words: readonly string[]): Promise<Ran> {
    const asRoot = process.getuid!() === 0 ? [] : ['--map-root-user'];
    const script = 'mount -t tmpfs -o size=1m tmpfs "$1" && cd "$1" && shift && exec "$@"';
    const args = [
      ...asRoot,
      '--mount',
      'sh',
      '-c',
      script,
      'sh',
      room,
      process.execPath,
      commandFile,
      ...words,
    ];
    return await new Promise((resolve) => {
      execFile('unshare', args, { encoding: 'utf8' }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    });
  }
});
