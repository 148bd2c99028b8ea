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
