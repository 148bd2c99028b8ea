import { describe, expect, it } from 'vitest';
import { judgeCollected } from './collected-trend.ts';

/** What each of three captures left, with teeth between them that prove nothing. */
function of(left: readonly number[], every = 30_000) {
  const stretches = left.map((value, i) => [
    { at: i * every, value },
    { at: i * every + 1_000, value: value + 50 },
  ]);
  return judgeCollected(stretches, stretches, 1).shape;
}

describe('floors', () => {
  // Of three captures: the weaker gain is 0.7 of the mean.
  it('that rise just evenly enough grow', () => {
    expect(of([100, 107.1, 120])).toBe('growing');
    expect(of([100, 106.9, 120])).toBe('unsure');
  });

  it('that rise over just as long as proves a line grow', () => {
    expect(of([100, 110, 120], 27_500)).toBe('growing');
    expect(of([100, 110, 120], 27_499)).toBe('unsure');
  });
});

describe('what full collections left', () => {
  /** Teeth of 40 from one collection to the next, twelve of them in two minutes. */
  const teeth = (left: (tooth: number) => number) =>
    Array.from({ length: 120 }, (_, t) => ({
      at: t * 1_000,
      value: left(Math.floor(t / 10)) + (1 + (t % 10)) * 4,
    }));
  const of = (number: number, left: (tooth: number) => number) => {
    const points = Array.from({ length: number }, (_, i) => Math.round((i * 11) / (number - 1)));
    const collected = points.map((tooth) => ({ at: tooth * 10_000, value: left(tooth) }));
    return judgeCollected([teeth(left)], [], 1, collected);
  };

  it('is the floor if it is just enough for a line', () => {
    expect(of(6, (tooth) => 100 + tooth).first).toBe(100);
    // Else what is lowest after each fall.
    expect(of(5, (tooth) => 100 + tooth).first).toBe(105);
  });

  it('grows or does not, whatever the teeth between do', () => {
    expect(of(12, (tooth) => 100 + tooth).shape).toBe('growing');
    expect(of(12, () => 100).shape).toBe('flat');
  });
});
