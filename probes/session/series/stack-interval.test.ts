import { expect, it } from 'vitest';
import type { TargetDescription } from '../../../format/recording.ts';
import { planRecording } from '../plan/plan.ts';
import { beginStacks } from './stack-interval.ts';

const bun: TargetDescription = {
  pid: 1,
  runtime: 'bun',
  version: '1.4.5',
  executable: 'bun',
  command: ['bun'],
  platform: 'linux',
  architecture: 'x64',
};
const samples = [{ at: 1, heapUsed: 100 << 20 }];
const learned = { nodes: 1_000_000, live: 1, duration: 1, size: 1, rssBefore: 1 };

it('says of a runtime that cannot record stacks that there are none', async () => {
  const conditions = { plan: planRecording({ stacks: true }), samples, learned };
  expect(await beginStacks({ target: bun, stacks: undefined }, conditions)).toBe(
    'no exact stacks: Bun cannot record them',
  );
});

it('begins what is too dangerous only by force, and tells the price', async () => {
  let started = 0;
  const stacks = { start: async () => void started++ };
  const target: TargetDescription = { ...bun, runtime: 'node', version: '20.20.2' };
  const begin = (forced: boolean) =>
    beginStacks({ target, stacks }, { plan: planRecording({ stacks: true, forced }), samples, learned });
  expect(await begin(false)).toMatch(
    /^no exact stacks: .* 1,000,000 objects, .* \(--force takes the risk\)$/,
  );
  expect(started).toBe(0);
  expect(await begin(true)).toMatch(
    /20 times the CPU .* every 50 ms, for about 800 ms \(1,000,000 objects\)$/,
  );
  expect(started).toBe(1);
});
