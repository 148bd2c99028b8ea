import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseManifest, parsePulses } from '../format/recording-text.ts';
import { parseReport } from '../format/report-text.ts';
import { attachToNode } from '../probes/node/attach.ts';
import { planRecording } from '../probes/session/plan/plan.ts';
import { planWindow } from '../probes/session/plan/window-plan.ts';
import { recordTarget } from '../probes/session/record-target.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';

/** The Node that runs the tests is the one that the addon was built for. */
const node = process.execPath;
/** They attach at the same time, and none of them has to wait for the usual port. */
const args = ['--inspect-port=0'];

/** One operation keeps one object; what it does beside that is garbage. */
const serving = (keep: string) => `
  class Session { constructor(n) { this.n = n; } }
  const sessions = new Map();
  globalThis.served = 0;
  let latest;
  setInterval(() => {
    for (let i = 0; i < 40; i++) {
      const n = globalThis.served++;
      latest = Array.from({ length: 20 }, (_, k) => ({ k, n }));
      ${keep}
    }
  }, 20);
  for (let i = -60_000; i < 0; i++) sessions.set(i, new Session(i));
  console.log('ready');
`;
const leaking = serving('sessions.set(n, new Session(n));');
/** Full all the time, and lets go of what is older than the window is long. */
const evicting = serving('sessions.set(n, new Session(n)); sessions.delete(sessions.keys().next().value);');

const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-window-'));
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

/** A recording of its own for each test: they wait at the same time. */
const newRecording = () => path.join(mkdtempSync(path.join(room, 'room-')), 'a.heaptrail');

async function lookClosely(program: string) {
  const out = newRecording();
  const target = await LiveTarget.start(node, program, { args });
  const ran = await heaptrail([
    'attach',
    String(target.pid),
    ...['--plan', 'auto', '--inject', '--pulses', '--window', '12s'],
    ...['--operations', 'globalThis.served', '--json', '--out', out],
  ]);
  expect(target.running).toBe(true);
  await target.end();
  const { notes, captures } = parseManifest(readFileSync(path.join(out, 'recording.json'), 'utf8'));
  expect(captures).toMatchObject([{ status: 'whole' }]);
  expect(notes.join()).not.toContain('could not be cleared');
  return { ...ran, report: parseReport(ran.stdout, 'stdout') };
}

describe.concurrent('attach --plan auto --inject', () => {
  it('proves a leak of one object per operation by pulses, and explains it with one capture', async () => {
    const { code, report } = await lookClosely(leaking);
    expect(code).toBe(1);
    // What the engine keeps of each interval by itself is a few objects of the thousands.
    expect(report.pulses!.objectsPerOperation).toBeCloseTo(1, 1);
    const [suspect] = report.suspects;
    expect(suspect).toMatchObject({ kind: 'map', entryClass: 'Session', confirmed: true });
    expect(suspect.title).toMatch(/^Map `sessions` gains [\d,]+ entries per interval/);
    expect(suspect.growth.objectsPerOperation).toBe(1);
    expect(report.verdict.outcome).toBe('growth');
    expect(report.coverage).toMatchObject({ captures: 1, method: 'survivors-by-birth' });
    expect(report.intervals.at(-1)).toMatchObject({ to: 'capture 1', operations: expect.any(Number) });
  });

  it('does not take a full cache for a leak that replaces all of its entries in turn', async () => {
    const { report } = await lookClosely(evicting);
    expect(report.suspects.filter(({ confirmed }) => confirmed)).toEqual([]);
    expect(report.verdict.outcome).not.toBe('growth');
  });
});

describe.concurrent('ids of objects', () => {
  it('are cleared without leaving, and pulses can begin anew', async () => {
    const target = await LiveTarget.start(node, leaking, { args });
    const connection = await attachToNode(target.pid, { pulses: true });
    const pulses = connection.pulses!;
    await pulses.take();
    expect((await pulses.take('globalThis.served')).operations).toBeGreaterThan(0);
    expect(await connection.forgetIds!()).toBe(true);
    const { survivors, watermark } = await pulses.take();
    expect(survivors.counts).toHaveLength(1);
    expect(watermark).toBeGreaterThan(0);
    expect(await connection.detach()).toEqual([]);
    await target.end();
  });
});

describe.concurrent('a window that waits for growth', () => {
  const plan = planWindow(planRecording({ ledgerEvery: 100 }), 14_000, { span: 12_000 });
  const never = new AbortController().signal;

  it('opens once the ledger shows it, with captures if there are no pulses', async () => {
    const out = newRecording();
    const target = await LiveTarget.start(await nodeBinary(24), leaking, { args });
    const growthIn = () => ({ sentence: 'the JavaScript heap grows 1.0 MiB/h', inHeap: true });
    const manifest = await recordTarget(await attachToNode(target.pid), {
      plan,
      folder: out,
      onEvent: () => {},
      signal: never,
      growthIn,
    });
    await target.end();
    expect(manifest.captures).toHaveLength(4);
    expect(manifest).toMatchObject({ state: 'complete', options: { window: 12_000 } });
    expect(manifest.notes).toContain('the JavaScript heap grows 1.0 MiB/h: a window opened');
  });

  it('stays closed if there is none', async () => {
    const out = newRecording();
    const target = await LiveTarget.start(node, leaking, { args });
    const connection = await attachToNode(target.pid, { pulses: true });
    const manifest = await recordTarget(connection, {
      plan,
      folder: out,
      onEvent: () => {},
      signal: never,
      growthIn: () => undefined,
    });
    await target.end();
    expect(manifest).toMatchObject({ state: 'complete', captures: [] });
    expect(manifest.notes.at(-1)).toContain('memory did not grow');
    expect(() => parsePulses(readFileSync(path.join(out, 'pulses.ndjson'), 'utf8'))).toThrow('ENOENT');
  });

  it('stays closed if a snapshot would not show what grows', async () => {
    const out = newRecording();
    const target = await LiveTarget.start(await nodeBinary(22), leaking, { args });
    const growthIn = () => ({ sentence: 'native memory grows 9.0 MiB/h', inHeap: false });
    const manifest = await recordTarget(await attachToNode(target.pid), {
      plan,
      folder: out,
      onEvent: () => {},
      signal: never,
      growthIn,
    });
    await target.end();
    expect(manifest).toMatchObject({ state: 'complete', captures: [] });
    expect(manifest.notes).toContain('native memory grows 9.0 MiB/h: a snapshot would not show it');
  });
});
