import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, vi } from 'vitest';
import { expectationOnBun, shortcomings } from '../samples/expectation.mjs';
import { samples } from '../samples/index.mjs';
import { onBun } from '../samples/on-bun.mjs';
import { startSample } from '../samples/start-sample.mjs';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { attachToSample } from './record-sample.ts';

/** One sample on Bun, held to what it expects on Node; `scripts/bun-matrix.mjs` does it with all of them. */

vi.setConfig({ maxConcurrency: 2, testTimeout: 120_000 });
const sample = samples.find(({ name }) => name === 'lsp-diagnostics')!;

it.concurrent.for([
  ['leaks', 'leaky'],
  ['is fixed', 'fixed'],
] as const)('a sample that %s is reported as on Node', async ([, twin], { expect, onTestFinished }) => {
  const folder = mkdtempSync(join(tmpdir(), 'heaptrail-bun-sample-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const agent = await startSample(sample.name, { ...onBun(await bunBinary()), fixed: twin === 'fixed' });
  onTestFinished(async () => {
    await agent.stop();
  });

  const { report } = await attachToSample(agent.pid, sample, join(folder, 'run.heaptrail'));

  expect(report.target).toMatchObject({ runtime: 'bun', version: '1.4.5' });
  expect(shortcomings(report, expectationOnBun(sample.expects[twin]!))).toEqual([]);
  expect(await agent.stop(), 'how the agent ended').toBe(0);
});
