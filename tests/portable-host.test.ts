import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import type { MemorySample } from '../format/memory-sample.ts';
import type { Report } from '../format/report.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { freePort } from './free-port.ts';
import { commandFile, heaptrail } from './heaptrail-command.ts';
import { LeakTestProject } from './leak-test-project.ts';
import { LiveTarget } from './live-target.ts';

/** As on a system without /proc: what is asked of processes is asked of Node and of `ps`. */
const env = { HEAPTRAIL_HOST: 'portable' };
const unseen = 'this system does not show what Linux shows of a process';
const quick = ['--captures', '3', '--every', '700ms', '--parts', 'heap', '--json'];

const leaky = `globalThis.sessions = new Map(); let n = 0;
  setInterval(() => { for (let i = 0; i < 20; i += 1) sessions.set(n += 1, { n }); }, 10);
  console.log('ready');`;

const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-portable-'));
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

/** What was judged, and the samples beside it. */
async function judged(name: string, words: readonly string[]) {
  const folder = path.join(room, name);
  const { code, stdout, stderr } = await heaptrail(
    [words[0]!, ...quick, '--out', folder, ...words.slice(1)],
    { env },
  );
  expect(code, stderr).toBe(1);
  const lines = readFileSync(path.join(folder, 'ledger.ndjson'), 'utf8').trim().split('\n');
  return {
    report: JSON.parse(stdout) as Report,
    samples: lines.map((line) => JSON.parse(line) as MemorySample),
  };
}

function expectSessions({ suspects, coverage }: Report): void {
  expect(suspects[0]?.holders[0]?.expression).toMatch(/sessions$/);
  expect(coverage.limits.join('\n')).toContain(unseen);
}

it('attaches to a process by its port, says what it cannot see, and leaves nothing open', async () => {
  const port = await freePort();
  const target = await LiveTarget.start(await nodeBinary(24), leaky, { args: [`--inspect-port=${port}`] });
  const { report, samples } = await judged('attached.heaptrail', ['attach', String(target.pid)]);
  expectSessions(report);
  expect(report.target).toMatchObject({ runtime: 'node', pid: target.pid });
  expect(samples[0]).toMatchObject({ rss: expect.any(Number), heapUsed: expect.any(Number), children: 0 });
  // Unknown is absent, never zero.
  for (const unknown of ['descriptors', 'threads', 'rssAnonymous', 'swap', 'cgroupLimit', 'parts'])
    expect(samples[0]).not.toHaveProperty(unknown);
  expect(listenSocketsOf(target.pid)).toEqual([]);

  const killed = spawn(
    process.execPath,
    [
      commandFile,
      'attach',
      String(target.pid),
      '--every',
      '1s',
      '--out',
      path.join(room, 'killed.heaptrail'),
    ],
    {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  for await (const text of killed.stderr) if (String(text).includes('capture 1 of')) break;
  expect(listenSocketsOf(target.pid)).toMatchObject([{ port }]);
  killed.kill('SIGKILL');
  await expect.poll(() => listenSocketsOf(target.pid)).toEqual([]);
  expect(target.running, target.stderr).toBe(true);
});

it('names the process that has the port of another one', async () => {
  const port = await freePort();
  const args = [`--inspect-port=${port}`];
  const holder = await LiveTarget.start(process.execPath, leaky, { args: [`--inspect=${port}`] });
  const target = await LiveTarget.start(process.execPath, leaky, { args });
  const { code, stderr } = await heaptrail(['attach', String(target.pid)], { env });
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`process ${holder.pid} already listens there`),
  });
  expect(stderr).toContain(`--inspect-port=${port + 1}`);
  expect(target.stderr).toBe('');
});

it.each([
  ['node', async () => process.execPath],
  ['bun', bunBinary],
] as const)('records a %s that it starts', async (name, binary) => {
  const words = ['record', '--', await binary(), '-e', leaky];
  const { report } = await judged(`${name}.heaptrail`, words);
  expectSessions(report);
  expect(report.target?.runtime).toBe(name);
});

it('is let in by the probe inside a program, without an inspector', async () => {
  const preload = pathToFileURL(
    path.resolve(import.meta.dirname, '../dist/probes/in-process/preload.js'),
  ).href;
  const target = await LiveTarget.start(await nodeBinary(26), leaky, { args: ['--import', preload], env });
  const { report } = await judged('probe.heaptrail', ['attach', String(target.pid)]);
  expectSessions(report);
  expect(target.stderr).toBe('');
});

it('fails a leak test', async () => {
  const project = new LeakTestProject({});
  try {
    const found = await project.run(
      `import { findLeaks } from 'heaptrail/testing';
       globalThis.kept = [];
       const { leaks, message } = await findLeaks(() => { kept.push({ at: kept.length }); });
       console.log(JSON.stringify({ leaks: leaks.length, message }));`,
      env,
    );
    expect(found).toMatchObject({ leaks: 1, message: expect.stringContaining('kept') });
  } finally {
    project.remove();
  }
});

it('says what only Linux can do, and what to type instead', async () => {
  const target = await LiveTarget.start(process.execPath, leaky, { args: ['--heapsnapshot-signal=SIGUSR2'] });
  const { code, stderr } = await heaptrail(['attach', String(target.pid), '--by-signal'], { env });
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--by-signal needs Linux'),
  });
  expect(stderr).toContain('heaptrail record -- COMMAND');
  expect(target.running).toBe(true);
});
