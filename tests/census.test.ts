import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import type { Report } from '../format/report.ts';
import { attachToNode } from '../probes/node/attach.ts';
import { planRecording } from '../probes/session/plan/plan.ts';
import { planVisits } from '../probes/session/plan/visit-plan.ts';
import { recordTarget } from '../probes/session/record-target.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { LiveTarget } from './live-target.ts';

vi.setConfig({ testTimeout: 120_000 });

const program = fileURLToPath(new URL('./visited-program.mjs', import.meta.url));

let room: string;
beforeAll(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-census-'));
});
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

async function recorded(pid: number, name: string, rung: 'census' | 'snapshot' = 'census'): Promise<Report> {
  const folder = path.join(room, `${name}.heaptrail`);
  const plan = planVisits(planRecording({ parts: ['heap'] }), { every: 700, rung });
  const { signal } = new AbortController();
  const manifest = await recordTarget(await attachToNode(pid), { plan, folder, signal, onEvent: () => {} });
  expect(manifest).toMatchObject({ state: 'complete', rung: { taken: rung } });
  return await analyze([folder]);
}

describe.each([20, 26] as const)('a census of Node %i', (major) => {
  it('counts all containers, is named by visits, and runs none of the code of the program', async () => {
    const target = await LiveTarget.run(await nodeBinary(major), ['--inspect-port=0', program]);
    const report = await recorded(target.pid, `leaky-${major}`);
    const { suspects, coverage } = report;
    expect(coverage).toMatchObject({ method: 'census', captures: 0, rung: { asked: 'census' } });
    const found = suspects.map(({ holders }) => holders[0]!.expression);
    expect(found, coverage.limits.join('; ')).toEqual(
      expect.arrayContaining(['byKey', 'list', 'dictionary']),
    );
    const map = suspects.find(({ holders }) => holders[0]!.expression === 'byKey');
    expect(map?.evidence[0]).toMatch(/^seen by [12] censuse?s? and [4-9] visits, no snapshot$/);
    // What a visit named is not told a second time, without its name.
    expect(suspects.filter(({ title }) => title.includes('no visit reached'))).toEqual([]);
    await target.printed('ran');
    expect(JSON.parse(target.stdout.trimEnd().split('\n').at(-1)!.slice(4))).toEqual({
      getters: 0,
      traps: 0,
      stacks: 0,
    });
    await target.end();
  });

  it('is silent about the same program when it evicts', async () => {
    const target = await LiveTarget.run(await nodeBinary(major), ['--inspect-port=0', program, '--fixed']);
    const report = await recorded(target.pid, `fixed-${major}`);
    expect(report.suspects.map(({ title }) => title)).toEqual([]);
    await target.end();
  });
});

/** Numbers are no objects: hardly a sample of allocations leads to the one large container. */
const hidden = `
  class Registry { #rooms = new Set(); ids = new Map(); }
  const registry = new Registry();
  let n = 0;
  setInterval(() => { for (let i = 0; i < 40; i += 1) registry.ids.set(n += 1, true); }, 20);
  console.log('ready');`;

it('names a container by the object that holds it, and adds the one snapshot that was asked for', async () => {
  const target = await LiveTarget.start(await nodeBinary(24), hidden, { args: ['--inspect-port=0'] });
  const { suspects, coverage, heapSummaries } = await recorded(target.pid, 'hidden', 'snapshot');
  expect(suspects[0]?.title).toMatch(/^Map `(Registry|registry)\.ids` gains [\d,]+ entries per interval$/);
  expect(coverage).toMatchObject({ method: 'census', captures: 1 });
  expect(heapSummaries).toHaveLength(1);
  await target.end();
});
