import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, vi } from 'vitest';
import { shortcomings } from '../samples/expectation.mjs';
import { attachOptions } from '../samples/index.mjs';
import { nativeSamples } from '../samples/native-index.mjs';
import { startSample } from '../samples/start-sample.mjs';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { recordAndJudge } from './record-and-judge.ts';

/**
 * Memory outside the JavaScript heap, live: a few samples that take a minute each and little CPU.
 * `npm run bench -- native` judges all of them on each runtime, and with a real addon.
 */

vi.setConfig({ maxConcurrency: 4, testTimeout: 180_000 });

const runs = [
  { name: 'zlib-streams', twin: 'leaky', major: 20, options: [] },
  { name: 'zlib-streams', twin: 'fixed', major: 20, options: [] },
  // The only Node that can give memory back by itself.
  { name: 'thread-arenas', twin: 'leaky', major: 26, options: ['--experiment'] },
  { name: 'freed-peak', twin: 'leaky', major: 20, options: ['--experiment'] },
] as const;

describe('a sample of native memory', () => {
  it.concurrent.for(runs)(
    '$name on Node $major, $twin',
    async ({ name, twin, major, options }, { expect, onTestFinished }) => {
      const folder = mkdtempSync(join(tmpdir(), 'heaptrail-native-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const sample = nativeSamples.find((each) => each.name === name)!;
      const agent = await startSample(name, {
        runtime: await nodeBinary(major),
        fixed: twin === 'fixed',
        directory: folder,
      });
      onTestFinished(async () => {
        await agent.stop();
      });

      const words = ['attach', String(agent.pid), ...attachOptions(sample), ...options, '--quiet'];
      const { report } = await recordAndJudge(words, join(folder, 'run.heaptrail'));

      if (twin === 'leaky') expect(shortcomings(report, sample.expects.leaky)).toEqual([]);
      // A minute of a busy machine may be too short to clear it: that is no accusation.
      else expect(['none', 'inconclusive']).toContain(report.verdict.outcome);
      if (twin === 'fixed') expect([report.native?.cause, report.suspects]).toEqual([undefined, []]);
      const { setting, experiment } = report.native?.cause ?? {};
      if (name === 'thread-arenas') {
        const { predicted, givenBack, by } = experiment!.trim!;
        expect(by).toBe('node:ffi');
        expect(givenBack / predicted!).toBeGreaterThan(0.8);
        expect(givenBack / predicted!).toBeLessThan(1.2);
        expect(setting?.text).toBe('MALLOC_ARENA_MAX=2');
        expect(report.verdict.next[0]).toMatch(/MALLOC_ARENA_MAX=2/);
      }
      if (name === 'freed-peak')
        expect(experiment?.notTrimmed).toMatch(/cannot call malloc_trim by itself.*npm install koffi/);
      expect(await agent.stop(), 'how the agent ended').toBe(0);
    },
  );
});
