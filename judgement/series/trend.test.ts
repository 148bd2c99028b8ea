import { describe, expect, it } from 'vitest';
import type { Point } from './points.ts';
import { judgeTrend } from './trend.ts';

const drawn = (values: readonly number[], every = 10_000): Point[] =>
  values.map((value, i) => ({ at: i * every, value }));
const line = (length: number, step: number) => Array.from({ length }, (_, i) => i * step);
const of = (points: readonly Point[], least = 1) => judgeTrend([points], least);

describe('a line', () => {
  it.each([
    [5_000, 'growing'],
    [4_999, 'unsure'],
  ])('is told from just long enough: 12 points, one every %i ms: %s', (every, shape) => {
    expect(of(drawn(line(12, 10), every)).shape).toBe(shape);
  });

  it.each([
    [6, 'flat'],
    [5, 'unsure'],
  ])('is told from just enough points: %i are %s', (points, shape) => {
    expect(of(drawn(line(points, 0), 15_000)).shape).toBe(shape);
  });
});

// Of 8 points, 4 pairs in the wrong order leave 2.35 deviations and 5 pairs 2.1.
it.each([
  [[2, 0, 1, 4, 3, 6, 5, 7], 'growing'],
  [[2, 0, 1, 4, 3, 7, 5, 6], 'unsure'],
])('the order of points is just strong enough: %j is %s', (values, shape) => {
  expect(of(drawn(values)).shape).toBe(shape);
});

// It gains 39 over all, and is above and below its line in turns.
it.each([
  [12.8, 'growing', 0.75],
  [13.5, 'flat', 0.5],
])('a gain is just beyond the noise: points %d beside their line are %s', (beside, shape, confidence) => {
  const trend = of(drawn(line(40, 1).map((value, i) => value + (i % 2 === 0 ? beside : -beside))));
  expect(trend.shape).toBe(shape);
  expect(trend.confidence).toBeCloseTo(confidence, 2);
});

// A first half of 70 a step: then 10 a step is a quarter of the slope of the whole.
it.each([
  [10.2, 'growing'],
  [9.8, 'levelling'],
])('the second half rises by just as much as goes on: %d a step is %s', (step, shape) => {
  const values = line(21, 1).map((i) => 70 * Math.min(i, 10) + step * Math.max(0, i - 10));
  expect(of(drawn(values)).shape).toBe(shape);
});

it.each([
  [[0, 10, 20, 60, 80, 100], true],
  [[0, 10, 20, 30, 60, 100], false],
])('the second half has just enough points: of %j s it has them: %s', (seconds, levels) => {
  const points = seconds.map((second, i) => ({ at: second * 1_000, value: Math.min(second, 50) + i * 1e-6 }));
  expect(of(points).shape === 'levelling').toBe(levels);
});

// It rises by what matters from its first point to its last, 100, and by half of that between its thirds.
it.each([
  [75, true],
  [74, false],
])('what levelled rose by just enough in its middles: from 25 to %i levels: %s', (late, levels) => {
  const values = [0, 25, 25, 25, late, late, late, late, 100];
  expect(of(drawn(values), 100).shape === 'levelling').toBe(levels);
});

it('the confidence of a trend is that of its order, and a third that of its size', () => {
  // 12 points in order are 4.46 deviations from chance: 0.856.
  expect(of(drawn(line(12, 10))).confidence).toBeCloseTo((2 * 0.856 + 1) / 3, 3);
});

it.each([
  [0, 1],
  [50, 0.75],
  [98, 0.51],
])('a flat series is the less sure the more it gains: %i %% of the least', (gain, confidence) => {
  expect(of(drawn(line(12, gain / 11)), 100)).toMatchObject({
    shape: 'flat',
    confidence: expect.closeTo(confidence, 6),
  });
});
