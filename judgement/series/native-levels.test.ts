import { describe, expect, it } from 'vitest';
import { goesOn, levelsRise, levelsStay } from './native-levels.ts';
import type { Stretch } from './points.ts';

const mebi = 1024 * 1024;

/** One stretch for each level, one point a second: flat, with what captures took between them. */
function levels(heights: readonly number[], { seconds = 20, gap = 10, slope = 0 } = {}): Stretch[] {
  return heights.map((height, k) =>
    Array.from({ length: seconds + 1 }, (_, t) => ({
      at: (k * (seconds + gap) + t) * 1_000,
      value: height * mebi + (k === heights.length - 1 ? slope * t : 0),
    })),
  );
}

describe('levels that stay', () => {
  it('levels are compared over just long enough', () => {
    // From the first point of the first level to the last point of the last one.
    expect(levelsStay(levels([10, 10], { seconds: 15, gap: 15 }), mebi)).toBe(true);
    expect(levelsStay(levels([10, 10], { seconds: 15, gap: 14 }), mebi)).toBe(false);
  });

  it('a level has just enough samples', () => {
    const two = levels([10, 10], { seconds: 2, gap: 60 });
    expect(levelsStay(two, mebi)).toBe(true);
    expect(levelsStay([two[0].slice(1), two[1]], mebi)).toBe(false);
  });

  it('rise by less than what matters', () => {
    expect(levelsStay(levels([10, 10.9]), mebi)).toBe(true);
    expect(levelsStay(levels([10, 11]), mebi)).toBe(false);
  });
});

describe('levels that rise', () => {
  it('levels rise by just more than captures take', () => {
    expect(levelsRise(levels([10, 18.1, 26.2]))).toBe(true);
    expect(levelsRise(levels([10, 18.1, 26]))).toBe(false);
  });

  it('by one rise are what happens once', () => {
    expect(levelsRise(levels([10, 30]))).toBe(false);
  });
});

describe('whether growth goes on', () => {
  /** The middles of three levels are a minute apart in all. */
  const perSecond = (mebibytes: number) => (mebibytes * mebi) / 1_000;

  it('a rate promises just enough', () => {
    const flat = levels([10, 10, 10]);
    expect(goesOn(perSecond(16 / 60), flat)).toBe(false);
    expect(goesOn(perSecond(15.9 / 60), flat)).toBeUndefined();
  });

  it('a step keeps just enough of what was promised', () => {
    // 20 MiB in half a minute were promised.
    expect(goesOn(perSecond(20 / 30), levels([10, 18, 26]))).toBe(true);
    expect(goesOn(perSecond(20 / 30), levels([10, 17.9, 26]))).toBe(false);
  });

  it('one rise alone is not enough to say so', () => {
    expect(goesOn(perSecond(1), levels([10, 60], { seconds: 20, gap: 30 }))).toBeUndefined();
  });

  it('the last stretch is just long enough', () => {
    const rising = { slope: 0.4 * mebi * 1.01 };
    expect(goesOn(perSecond(1), levels([10, 10, 10], { ...rising, seconds: 25 }))).toBe(true);
    expect(goesOn(perSecond(1), levels([10, 10, 10], { ...rising, seconds: 24 }))).toBe(false);
  });

  it('a level has just settled', () => {
    const settled = levels([10, 10], { seconds: 10, gap: 50 });
    const early = levels([10, 10], { seconds: 9, gap: 50 });
    expect(goesOn(perSecond(1), settled)).toBe(false);
    expect(goesOn(perSecond(1), early)).toBeUndefined();
  });
});
