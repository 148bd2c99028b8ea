import { expect, it } from 'vitest';
import type { MemorySample } from '../../format/memory-sample.ts';
import { triage } from '../triage/judge.ts';
import type { JudgedLife } from '../triage/judge-processes.ts';
import type { Cause } from './cause-of-death.ts';
import { growthOf } from './growth-of-life.ts';

const mebi = 1024 * 1024;
const cause: Cause = { cause: 'kernel', confidence: 0.99, knownBy: 'the kernel wrote it', size: 900 * mebi };

const life = (samples: readonly MemorySample[], age: number): JudgedLife => ({
  samples,
  triage: triage(samples),
  known: new Set(),
  end: { how: 'kernel', age },
});
const two = (heap: number, external: number): MemorySample[] => [
  { at: 0, heapUsed: 10 * mebi, heapTotal: 20 * mebi, external: 5 * mebi },
  {
    at: 10_000,
    heapUsed: (10 + heap) * mebi,
    heapTotal: (20 + heap) * mebi,
    external: (5 + external) * mebi,
  },
];

it('samples that cover just enough of a life', () => {
  expect(growthOf(life(two(100, 0), 100_000), cause).words).toMatch(/^growing about/);
  expect(growthOf(life(two(100, 0), 100_100), cause)).toMatchObject({
    words: '',
    evidence: ['900 MiB after 1 min 40 s: on average it gained 31.6 GiB/h at most'],
  });
});

it('a part that gained just half of all', () => {
  expect(growthOf(life(two(0, 100), 20_000), cause).words).toMatch(/^its external memory growing about/);
  expect(growthOf(life(two(100, 100), 20_000), cause).words).toMatch(/^growing about/);
  const samples = two(100, 99);
  const more = samples.map((sample, i) => ({ ...sample, childrenRss: i * 99 * mebi }));
  expect(growthOf(life(more, 20_000), cause).words).toBe('');
});
