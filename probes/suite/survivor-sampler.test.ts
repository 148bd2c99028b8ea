import { expect, it } from 'vitest';
import { SurvivorSampler } from './survivor-sampler.ts';

it('tells what is alive of what was made meanwhile, and where', () => {
  const sampler = new SurvivorSampler();
  const kept: object[] = [];
  function keep(count: number): void {
    for (let i = 0; i < count; i++) kept.push({ text: `${i} of many`, list: [i, i, i, i] });
  }
  keep(5_000);
  sampler.begin();
  keep(10_000);
  for (let i = 0; i < 10_000; i++) ({ forgotten: [i, i, i, i, i, i] });
  const { bytes, sites } = sampler.survivors();
  sampler.end();
  expect(kept).toHaveLength(15_000);
  expect(bytes).toBeGreaterThan(1 << 20);
  expect(bytes).toBeLessThan(4 << 20);
  expect(sites[0].frames[0].function).toBe('keep');
});
