import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import { attachToProcess } from '../probes/attach/attach.ts';
import { SignalCaptures } from '../probes/node/by-signal/signal-captures.ts';
import { SnapshotSignal } from '../probes/node/by-signal/snapshot-signal.ts';
import { planRecording } from '../probes/session/plan/plan.ts';
import { recordTarget } from '../probes/session/record-target.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';

vi.setConfig({ testTimeout: 60_000 });

const leaky = `const sessions = new Map(); let n = 0;
  setInterval(() => { for (let i = 0; i < 20; i += 1) sessions.set(n += 1, { n }); }, 10);
  console.log('ready');`;
const signalled = '--heapsnapshot-signal=SIGUSR2';

let room: string;
beforeAll(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-signal-'));
});
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

async function recorded(target: LiveTarget, name: string, bySignal: boolean) {
  const folder = path.join(room, `${name}.heaptrail`);
  const plan = planRecording({ captures: 3, every: 700, parts: ['heap'] });
  const manifest = await recordTarget(await attachToProcess(target.pid, { bySignal }), {
    plan,
    folder,
    signal: new AbortController().signal,
    onEvent: () => {},
  });
  return { manifest, report: await analyze([folder]) };
}

function expectUntouched(target: LiveTarget) {
  expect(target.running, target.stderr).toBe(true);
  expect(readdirSync(target.folder)).toEqual([]);
  expect(listenSocketsOf(target.pid)).toEqual([]);
}

describe.each([
  [20, [], true],
  [22, ['--permission', '--allow-fs-read=*', '--allow-fs-write=*'], true],
  [24, ['--permission', '--allow-fs-read=*', '--allow-fs-write=*'], false],
  [26, ['--permission', '--allow-fs-read=*', '--allow-fs-write=*'], false],
] as const)('Node %i that runs with %j', (major, options, bySignal) => {
  it('is recorded by its own signal, with births, and keeps no file', async () => {
    const target = await LiveTarget.start(await nodeBinary(major), leaky, { args: [signalled, ...options] });
    const { manifest, report } = await recorded(target, `signal-${major}`, bySignal);
    expect(manifest.captures.map(({ status }) => status)).toEqual(['whole', 'whole', 'whole']);
    expect(new Set(manifest.captures.map(({ epoch }) => epoch)).size).toBe(1);
    expect(manifest.notes.join()).toContain(bySignal ? '--by-signal asks' : 'its inspector is disabled');
    expect(report.coverage.method).toBe('survivors-by-birth');
    expect(report.suspects[0]?.holders[0]?.expression).toBe('sessions');
    expectUntouched(target);
    await target.end();
  });
});

it('does not open the inspector by a signal that makes the program write a snapshot', async () => {
  const target = await LiveTarget.start(process.execPath, leaky, {
    args: ['--heapsnapshot-signal', 'SIGUSR1'],
  });
  const connection = await attachToProcess(target.pid);
  expect(connection.notes.join()).toContain('SIGUSR1, because its inspector is disabled');
  await connection.detach();
  expectUntouched(target);
  await target.end();
});

describe('sends no signal', () => {
  it('if the program was not started with one', async () => {
    const target = await LiveTarget.start(process.execPath, leaky, { args: ['--title=x'] });
    const { code, stderr } = await heaptrail(['attach', String(target.pid), '--by-signal']);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('was not started with'),
    });
    expectUntouched(target);
    await target.end();
  });

  it('if the program could not write the file: that would end it', async () => {
    for (const options of [
      ['--diagnostic-dir=missing'],
      ['--permission', '--allow-fs-read=*', '--allow-fs-write=/nowhere'],
    ]) {
      const args = [signalled, ...options];
      const target = await LiveTarget.start(await nodeBinary(24), leaky, { args });
      await expect(attachToProcess(target.pid, { bySignal: true })).rejects.toMatchObject({
        code: 'snapshot-not-written',
      });
      expectUntouched(target);
      await target.end();
    }
  });

  it('if a snapshot is refused', async () => {
    const target = await LiveTarget.start(process.execPath, leaky, { args: [signalled] });
    const out = path.join(room, 'refused.heaptrail');
    const words = ['--by-signal', '--max-pause', '10ms', '--out', out];
    const { code, stderr } = await heaptrail(['attach', String(target.pid), ...words]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('too dangerous') });
    expectUntouched(target);
    await target.end();
  });
});

it('says so if no file comes', async () => {
  const deaf = `process.removeAllListeners('SIGUSR2'); process.on('SIGUSR2', () => {}); ${leaky}`;
  const target = await LiveTarget.start(process.execPath, deaf, { args: [signalled] });
  const captures = new SignalCaptures(target.pid, SnapshotSignal.of(target.pid)!, 500);
  const request = { path: path.join(room, 'none.heapsnapshot'), signal: new AbortController().signal };
  await expect(captures.capture(request)).rejects.toMatchObject({
    code: 'snapshot-not-written',
    message: expect.stringContaining(`got SIGUSR2 but wrote no snapshot into ${target.folder} within 0.5 s`),
  });
  expectUntouched(target);
  await target.end();
});
