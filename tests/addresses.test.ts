import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import type { Report } from '../format/report.ts';
import { attachToAddress } from '../probes/address/attach-to-address.ts';
import { parseAddress } from '../probes/address/typed-address.ts';
import { planRecording } from '../probes/session/plan/plan.ts';
import { recordTarget } from '../probes/session/record-target.ts';
import {
  chromiumPage,
  chromiumWorker,
  denoProgram,
  type FarProgram,
  nodeProgram,
  type Twin,
  workerdProgram,
} from './far-programs.ts';
import { LiveTarget } from './live-target.ts';

let room: string;
beforeEach(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-addresses-'));
});
afterEach(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

const hosts = [
  ['Node', nodeProgram, 'node'],
  ['Deno', denoProgram, 'deno'],
  ['a page of Chromium', chromiumPage, 'chromium'],
  ['a worker of Chromium', chromiumWorker, 'chromium'],
  ['workerd', workerdProgram, 'workerd'],
] as const;

it.each(hosts)('names the same holder in %s, and nothing in its twin', async (_, start, runtime) => {
  const [leaky, fixed] = [await recorded('leaky', start), await recorded('fixed', start)];
  expect(leaky.target).toMatchObject({ runtime, address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) });
  expect(leaky.target).not.toHaveProperty('pid');
  expect(leaky.verdict.outcome).toBe('growth');
  expect(leaky.suspects[0]).toMatchObject({
    title: expect.stringContaining('Map `sessions`'),
    confirmed: true,
  });
  expect(leaky.coverage.notSeen).toContainEqual(expect.stringContaining('only its inspector was asked'));
  expect(fixed.suspects).toEqual([]);
  expect(fixed.verdict.outcome).toBe('none');
});

async function recorded(twin: Twin, start: (twin: Twin) => Promise<FarProgram>): Promise<Report> {
  const program = await start(twin);
  try {
    const folder = path.join(room, `${twin}.heaptrail`);
    const connection = await attachToAddress(parseAddress(program.address)!, program.target);
    await recordTarget(connection, {
      plan: planRecording({ captures: 3, every: 700, ledgerEvery: 200, sampling: false, parts: ['heap'] }),
      folder,
      onEvent: () => {},
      signal: new AbortController().signal,
    });
    return await analyze([folder]);
  } finally {
    await program.end();
  }
}
