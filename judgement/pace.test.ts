import { expect, it } from 'vitest';
import { comparePace } from './pace.ts';
import { fleetLimits } from './parameters/fleet.ts';

it('processes that just all leak faster do so', () => {
  expect(comparePace([10, 11, 12], [20, 21, 22])).toEqual({
    change: 'faster',
    ratio: expect.closeTo(21 / 11),
    chance: expect.closeTo(1 / 20),
    isProven: true,
  });
  expect(comparePace([20, 21, 22], [10, 11, 12])).toMatchObject({ change: 'slower', isProven: true });
  // 1 of 15 ways to be the upper two of six.
  expect(comparePace([10, 11, 12, 13], [20, 21])).toMatchObject({ change: 'faster', isProven: false });
});

it('a change of the rate that is just large enough is told', () => {
  const rates = Array.from({ length: 20 }, (_, at) => 1_000 + at / 1_000);
  const times = (factor: number) =>
    comparePace(
      rates,
      rates.map((rate) => rate * factor),
    )!;
  expect(times(1 + fleetLimits.leastPace + 1e-6)).toMatchObject({ change: 'faster', isProven: true });
  expect(times(1 + fleetLimits.leastPace - 1e-6)).toMatchObject({ change: 'faster', isProven: false });
  expect(times(1 / (1 + fleetLimits.leastPace + 1e-6))).toMatchObject({ change: 'slower', isProven: true });
  expect(times(1)).toEqual({ change: 'unchanged', ratio: 1, chance: 1, isProven: false });
});

it('two numbers prove nothing, and none say nothing', () => {
  expect(comparePace([1], [100])).toMatchObject({ change: 'faster', chance: 1 / 2, isProven: false });
  expect(comparePace([], [1])).toBeUndefined();
  expect(comparePace([1], [])).toBeUndefined();
});
