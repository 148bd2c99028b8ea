import { expect, it } from 'vitest';
import { ThinnedSamples } from './thinned-samples.ts';

it('keeps days in bounded memory: floors of what is old, marks, and all that is recent', () => {
  const samples = new ThinnedSamples();
  const total = 100_000;
  for (let second = 0; second < total; second++) {
    const at = second * 1_000;
    const heapUsed = second % 8 === 0 ? 100 : 900;
    samples.add(second === 5_001 ? { at, heapUsed, mark: 'captured' } : { at, heapUsed });
  }
  const { all } = samples;
  expect(all.length).toBeLessThanOrEqual(1_200);
  expect(all.filter(({ mark }) => mark === 'captured')).toHaveLength(1);
  expect(all.at(-1)?.at).toBe(1_000 * (total - 1));
  expect(all.slice(-400).every(({ at }, i) => at === 1_000 * (total - 400 + i))).toBe(true);
  const older = all.slice(0, -400);
  expect(older.filter(({ heapUsed }) => heapUsed === 900).length).toBeLessThan(4);
  // Every hour of the day has its share.
  const half = older.filter(({ at }) => at < (1_000 * total) / 2).length;
  expect(half / older.length).toBeCloseTo(0.5, 1);
  expect(all.every(({ at }, i) => i === 0 || at > all[i - 1].at)).toBe(true);
});
