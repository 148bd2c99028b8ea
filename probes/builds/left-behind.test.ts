import { expect, it } from 'vitest';
import { type Look, leftBehind } from './left-behind.ts';

/** Six looks at a process that does 100 operations in each interval, with what is alive at the last one. */
function looks(counts: readonly number[], levels: readonly number[]): Look[] {
  return levels.map((level) => ({
    operations: 100,
    level,
    survivors: { counts, bytes: counts.map((count) => 50 * count) },
  }));
}

it('takes the interval in which the fewest stay, but neither the first nor the last', () => {
  const left = leftBehind(looks([50_000, 120, 900, 104, 101, 0], [0, 0, 0, 0, 0, 0]));
  expect(left).toMatchObject({ objects: 1.01, bytes: 50.5 });
});

it('finds the growth of the whole heap, whatever one step or the warm-up adds', () => {
  const { heap } = leftBehind(looks([0, 0, 0, 0, 0, 0], [9e6, 1_000, 2_000, 3_000, 4_000, 80_000]));
  expect(heap).toBe(10);
});

it('has no births of a process that cannot tell them', () => {
  const blind = [0, 1_000, 2_000].map((level) => ({ operations: 10, level }));
  expect(leftBehind(blind)).toEqual({ heap: 100 });
});
