import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import { parseManifest } from '../format/recording-text.ts';
import type { Report } from '../format/report.ts';
import { attachToNode } from '../probes/node/attach.ts';
import { planRecording } from '../probes/session/plan/plan.ts';
import { planVisits } from '../probes/session/plan/visit-plan.ts';
import { planWindow } from '../probes/session/plan/window-plan.ts';
import { recordTarget } from '../probes/session/record-target.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { MemoryGroup } from './memory-group.ts';

vi.setConfig({ testTimeout: 120_000 });

const mebi = 1 << 20;
const program = fileURLToPath(new URL('./tight-program.mjs', import.meta.url));

let room: string;
beforeAll(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-ladder-'));
});
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

/** As a person types it, but with visits that are closer than after nothing but a pid. */
async function attached(target: LiveTarget, name: string, ...words: string[]) {
  const out = path.join(room, `${name}.heaptrail`);
  const asked = ['attach', String(target.pid), '--every', '1s', '--parts', 'heap', '--json', '--out', out];
  const { code, stdout, stderr } = await heaptrail([...asked, ...words]);
  expect(stdout, stderr).not.toBe('');
  const manifest = parseManifest(readFileSync(path.join(out, 'recording.json'), 'utf8'));
  return { out, code, stderr, manifest, report: JSON.parse(stdout) as Report };
}

type Attached = Awaited<ReturnType<typeof attached>>;

function expectLeakByVisits(ran: Attached) {
  expect(ran.manifest.options.maxRung).toBe('visits');
  return expectLeakWithoutCaptures(ran);
}

function expectLeakWithoutCaptures({ out, code, report, manifest, stderr }: Attached) {
  const { maxRung } = manifest.options;
  const { method } = report.coverage;
  // Memory may have become too little until the census comes, which is told.
  const isHeldOff = manifest.notes.some((note) => note.startsWith('no census now'));
  expect(isHeldOff ? ['census', 'visits'] : [maxRung]).toContain(method);
  const [first] = report.suspects;
  expect(first?.holders[0].expression, report.coverage.limits.join('; ')).toBe('sessions');
  const seen =
    method === 'census' ? /^seen by [12] census(es)? and [4-9] visits, no/ : /^seen by [4-9] visits, no/;
  expect(first?.evidence[0]).toMatch(seen);
  expect({ code, outcome: report.verdict.outcome }).toEqual({ code: 1, outcome: 'growth' });
  expect(readdirSync(path.join(out, 'captures'))).toEqual([]);
  // It is told while it happens, and in the report.
  const looks = maxRung === 'census' ? 'a census and visits' : 'visits';
  const [told] = manifest.notes.filter((note) => note.startsWith(`${looks} take the place of captures`));
  expect(told).toMatch(/One capture could pause the process for [\d.]+ s, and take [\d,]+ MiB of memory/);
  expect(stderr).toContain(told);
  expect(report.coverage.limits).toContain(told);
  return told!;
}

function expectAlive(target: LiveTarget) {
  expect(target.running, target.stderr).toBe(true);
  expect(listenSocketsOf(target.pid)).toEqual([]);
}

describe.each([20, 24] as const)('on Node %i', (major) => {
  it('names what leaks in a heap that is 95 % full, and the program lives on', async () => {
    const target = await LiveTarget.run(await nodeBinary(major), [
      '--max-old-space-size=120',
      program,
      'heap',
      '114',
    ]);
    const ran = await attached(target, `full-${major}`);
    expect(expectLeakByVisits(ran)).toMatch(/its heap holds 1[12]\d MiB of at most 120 MiB/);
    expectAlive(target);
    await target.end();
  });

  /** Machines that make no control groups have the other tests alone. */
  it('names what leaks in a control group with 5 % left, and the program lives on', async ({ skip }) => {
    const group = MemoryGroup.make(200 * mebi);
    if (group === undefined) return skip('this machine lets us make no control group');
    try {
      const enter = `echo $$ > ${group.members}; exec "$0" "$@"`;
      const target = await LiveTarget.run('sh', [
        '-c',
        enter,
        await nodeBinary(major),
        program,
        group.usage,
        '190',
      ]);
      const ran = await attached(target, `group-${major}`);
      // Buffers are most of what fills the group: a census of the small heap beside them may fit into what is left.
      expect(expectLeakWithoutCaptures(ran)).toMatch(/only \d+ MiB is left in its control group/);
      expectAlive(target);
      await target.end();
    } finally {
      await LiveTarget.endAll();
      group.remove();
    }
  });

  it('takes visits if a capture may pause for longer than is acceptable', async () => {
    const target = await LiveTarget.run(await nodeBinary(major), [program, 'heap', '1']);
    const ran = await attached(target, `pause-${major}`, '--max-pause', '10ms');
    expect(expectLeakByVisits(ran)).toContain('more than the limit of 0.0 s');
    expectAlive(target);
    await target.end();
  });
});

it('takes a census if only a snapshot would pause for too long, and says what that would have cost', async () => {
  const target = await LiveTarget.run(await nodeBinary(22), [program, 'heap', '1']);
  const { manifest, report, stderr } = await attached(target, 'census', '--max-pause', '300ms');
  expect(manifest.rung).toMatchObject({
    taken: 'census',
    next: { rung: 'snapshot', pause: expect.any(Number), memory: expect.any(Number) },
  });
  expect(report.suspects[0]?.holders[0]?.expression, report.coverage.limits.join('; ')).toBe('sessions');
  expect(report.coverage).toMatchObject({ method: 'census', rung: { taken: 'census' } });
  expect(stderr).toMatch(
    /a census and visits take the place of captures, because .* One capture could pause/,
  );
  expectAlive(target);
  await target.end();
});

it('refuses captures that were asked for by name, and says what is lighter', async () => {
  const target = await LiveTarget.run(await nodeBinary(22), [program, 'heap', '1']);
  for (const words of [
    ['--plan', 'captures'],
    ['--captures', '2'],
  ]) {
    const out = path.join(room, 'asked.heaptrail');
    const { code, stderr } = await heaptrail([
      'attach',
      ...[String(target.pid), '--max-pause', '10ms', '--out', out, ...words],
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('--plan light');
    expect(existsSync(out)).toBe(false);
  }
  expectAlive(target);
  await target.end();
});

it('takes visits if the first capture is refused only when its time comes', async () => {
  const target = await LiveTarget.run(await nodeBinary(22), [program, 'heap', '1']);
  const folder = path.join(room, 'window.heaptrail');
  const heavy = planWindow(planRecording({ longestPause: 10, parts: ['heap'] }), undefined, {});
  const plan = { ...heavy, lighter: planVisits(heavy, { every: 700 }) };
  const manifest = await recordTarget(await attachToNode(target.pid), {
    plan,
    folder,
    signal: new AbortController().signal,
    onEvent: () => {},
    growthIn: () => ({ sentence: 'the heap grows', inHeap: true }),
  });
  expect(manifest).toMatchObject({ state: 'complete', captures: [], options: { maxRung: 'visits' } });
  const { suspects, coverage } = await analyze([folder]);
  expect(coverage.method).toBe('visits');
  expect(suspects[0]?.holders[0].expression).toBe('sessions');
  expectAlive(target);
  await target.end();
});
