import { describe, expect, it } from 'vitest';
import { judgeAtCaptures } from './capture-trend.ts';

/** Sizes at captures, by what each gains over the one before. */
function of(...gains: readonly number[]) {
  const sizes = [100];
  for (const gain of gains) sizes.push(sizes[sizes.length - 1] + gain);
  return judgeAtCaptures(
    sizes.map((value, i) => ({ at: i * 30_000, value })),
    1,
  );
}

describe('a size', () => {
  it('that gains just more than it swings is not flat', () => {
    expect(of(-5, 15)).toMatchObject({ shape: 'flat', gain: 10, noise: 10, confidence: 0.5 });
    expect(of(-5, 15.2).shape).toBe('unsure');
  });

  it('whose last gain is just large enough grows', () => {
    expect(of(70, 10).shape).toBe('growing');
    expect(of(70, 9.9).shape).toBe('levelling');
  });
});

it.each<[readonly number[], number]>([
  [[10, 10], 0.5 + 0.25 + 2 / 16],
  [[10, 10, 10], 0.5 + 0.25 + 3 / 16],
  [[5, 15], 0.5 + 0.25 / 2 + 2 / 16],
  [[10, 10, 10, 10], 0.95],
])('a growing size is as sure as its gains are even and many: %j', (gains, confidence) => {
  expect(of(...gains)).toMatchObject({ shape: 'growing', confidence: expect.closeTo(confidence, 6) });
});

it('what does not grow is as sure as its shape tells', () => {
  expect(of(-5, -5)).toMatchObject({ shape: 'falling', confidence: 0.8 });
  expect(of(10, 10, 1)).toMatchObject({ shape: 'levelling', confidence: 0.7 });
  expect(of(0.25, 0.25)).toMatchObject({ shape: 'flat', confidence: 0.75 });
});
