import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { Autopsy } from '../format/autopsy.ts';
import type { DeathEvent, WatchEvent } from '../format/watch-event.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { MemoryGroup } from './memory-group.ts';

const mebi = 1 << 20;
const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-autopsy-'));
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

const growing = (perTick: number) => `
  const kept = new Map();
  let n = 0;
  function remember() {
    for (let i = 0; i < ${perTick}; i++) kept.set('session ' + n++, { id: n, tags: ['a', 'b', n], at: Date.now() });
  }
  setInterval(remember, 50);
  console.log('ready');
`;
const quiet = `globalThis.kept = new Array(1e5).fill(1.5); setInterval(() => {}, 1000); console.log('ready');`;

async function autopsyOf(
  ...words: string[]
): Promise<{ readonly code: number | null; readonly autopsy: Autopsy }> {
  const { code, stdout, stderr } = await heaptrail(['autopsy', ...words, '--json']);
  if (stdout === '') throw new Error(stderr);
  return { code, autopsy: JSON.parse(stdout) as Autopsy };
}

describe('what Node leaves when it dies at its heap limit', () => {
  const options = ['--max-old-space-size=40', '--trace-gc', '--report-on-fatalerror'];

  it.each([22, 24, 26] as const)('of version %s is one death with its growth', async (version) => {
    const target = await LiveTarget.start(await nodeBinary(version), growing(3_000), { args: options });
    expect((await target.ended).signal).toBe('SIGABRT');
    writeFileSync(path.join(target.folder, 'out.txt'), target.stdout);
    writeFileSync(path.join(target.folder, 'err.txt'), target.stderr);
    const { code, autopsy } = await autopsyOf(target.folder);
    expect(autopsy.lives).toMatchObject([
      { pid: String(target.pid), cause: 'heap-limit', limit: 40 * mebi, problem: 'retained-objects' },
    ]);
    expect(autopsy.verdict.sentence).toMatch(/died at its heap limit of 40\.0 MiB after \d+ s, growing/);
    // Too short a life for a proof.
    expect([1, 3]).toContain(code);
  });

  it('with a snapshot near the limit names the holder', async () => {
    const args = ['--max-old-space-size=40', '--heapsnapshot-near-heap-limit=1'];
    const target = await LiveTarget.start(await nodeBinary(22), growing(3_000), { args });
    await target.ended;
    writeFileSync(path.join(target.folder, 'err.txt'), target.stderr);
    const { autopsy } = await autopsyOf(target.folder);
    expect(autopsy.lives[0]?.holder).toMatchObject({ name: 'kept', source: 'captures' });
  });
});

/** Watches until the target has died. @returns what was said of its death, and the folder of the watch */
async function watchedToDeath(
  target: LiveTarget,
  name: string,
  whenWatched: () => void = () => {},
): Promise<{ readonly death: DeathEvent; readonly folder: string }> {
  const folder = path.join(room, name);
  const words = [
    'watch',
    String(target.pid),
    '--out',
    folder,
    '--for',
    '2m',
    '--json',
    '--sites-every',
    '16s',
  ];
  const watching = heaptrail(words, { until: '"event":"death"' });
  while (!target.stderr.includes('Debugger attached')) await sleep(50);
  await sleep(4_000);
  whenWatched();
  const { stdout } = await watching;
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as WatchEvent);
  const death = events.find((event): event is DeathEvent => event.event === 'death');
  if (death === undefined) throw new Error(stdout);
  return { death, folder };
}

describe('a process that dies under watch', () => {
  it('by SIGKILL is said to be killed from outside', async () => {
    const target = await LiveTarget.start(await nodeBinary(24), quiet);
    const { death, folder } = await watchedToDeath(target, 'killed', () => target.signal('SIGKILL'));
    expect(death).toMatchObject({ cause: 'killed', pid: target.pid });
    expect(death.sentence).toMatch(/killed from outside/);
    expect(readdirSync(folder).some((file) => file.startsWith(`ring-${target.pid}-`))).toBe(true);
    const { autopsy } = await autopsyOf(folder);
    expect(autopsy.lives).toMatchObject([{ cause: 'killed', pid: String(target.pid) }]);
  });

  it('at its heap limit is said to be so, with the call that allocates', async () => {
    const args = ['--max-old-space-size=60'];
    const target = await LiveTarget.start(await nodeBinary(24), growing(500), { args });
    const { death, folder } = await watchedToDeath(target, 'full');
    expect(death).toMatchObject({ cause: 'heap-limit' });
    expect(death.holder).toMatchObject({ source: 'sites' });
    expect(death.holder?.name).toMatch(/^remember in /);
    const { autopsy } = await autopsyOf(death.ring);
    expect(autopsy.lives).toMatchObject([
      { cause: 'heap-limit', limit: 60 * mebi, problem: 'retained-objects' },
    ]);
    expect((await autopsyOf(folder)).autopsy.lives).toHaveLength(1);
  });

  it('by the killer of its control group is said to be so, with the kind of memory', async ({ skip }) => {
    const group = MemoryGroup.make(150 * mebi);
    // Not every machine lets us make one: real texts of the kernel are tested beside the code.
    if (group === undefined) return skip('this machine lets us make no control group');
    const buffers = `const kept = []; setInterval(() => kept.push(Buffer.alloc(1 << 20, 1)), 150); console.log('ready');`;
    try {
      const enter = `echo $$ > ${group.members}; exec "$0" -e "$1"`;
      const target = await LiveTarget.run('sh', ['-c', enter, await nodeBinary(24), buffers]);
      const { death, folder } = await watchedToDeath(target, 'oom');
      expect(death).toMatchObject({ cause: 'kernel' });
      const { autopsy } = await autopsyOf(folder);
      expect(autopsy.verdict.sentence).toMatch(/was killed by the kernel .*external memory growing/);
    } finally {
      await LiveTarget.endAll();
      group.remove();
    }
  });
});

it('refuses what tells nothing, with the next step', async () => {
  const file = path.join(room, 'nothing.log');
  writeFileSync(file, 'hello\n');
  const { code, stderr } = await heaptrail(['autopsy', file]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: .* has no memory telemetry/);
  expect(stderr).toContain('help: ');
});
