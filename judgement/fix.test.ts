import { describe, expect, it } from 'vitest';
import { type Kept, proveFix } from './fix.ts';

const before: Kept = { entries: 200, work: 100 };
const stateOf = (after: Kept, foundAgain = false, from = before) =>
  proveFix({ before: from, after, byOperation: true }, foundAgain).state;

describe('after a change', () => {
  it('a growth of which just few enough may still stay is gone', () => {
    // None of 30 operations left its two entries: with 95 %, less than 0.2 do.
    expect(stateOf({ entries: 0, work: 30 })).toBe('gone');
    expect(stateOf({ entries: 0, work: 29 })).toBe('unproven');
    expect(
      proveFix({ before, after: { entries: 0, work: 29 }, byOperation: true }, false).enough,
    ).toBeCloseTo(29.7, 1);
  });

  it('a growth that is just surely slower is less', () => {
    expect(stateOf({ entries: 136, work: 100 })).toBe('less');
    expect(stateOf({ entries: 140, work: 100 })).toBe('unproven');
  });

  it('a growth that goes on remains, and so does one that is found again', () => {
    expect(stateOf({ entries: 200, work: 100 })).toBe('remains');
    expect(stateOf({ entries: 180, work: 100 }, true)).toBe('remains');
    expect(stateOf({ entries: 40, work: 100 }, true)).toBe('less');
  });
});

describe('the interval', () => {
  const before = { entries: 1, work: 1 };
  it.each([
    // The exact ends of Poisson counts: 2.996; 5.43 and 16.96; 83.9 and 118.1.
    [0, 0, 2.97],
    [10, 5.42, 16.94],
    [100, 84.1, 118.1],
  ])('of %d events in one piece of work is %d to %d', (entries, low, high) => {
    const { after } = proveFix({ before, after: { entries, work: 1 }, byOperation: true }, false);
    expect(after.low).toBeCloseTo(low, 0);
    expect(after.high).toBeCloseTo(high, 0);
  });

  it('leaves out 5 % on each side', () => {
    const { after } = proveFix({ before, after: { entries: 10, work: 1 }, byOperation: false }, false);
    expect(chanceOfAtMost(10, after.high)).toBeCloseTo(0.05, 2);
    expect(1 - chanceOfAtMost(9, after.low)).toBeCloseTo(0.05, 2);
  });

  it('is as wide as it is for events, if each operation leaves ten entries', () => {
    const after = { entries: 0, work: 100 };
    const highOf = (entries: number, byOperation: boolean) =>
      proveFix({ before: { entries, work: 100 }, after, byOperation }, false).after.high;
    expect(highOf(1_000, true)).toBeCloseTo(10 * highOf(100, true));
    expect(highOf(1_000, false)).toBeCloseTo(highOf(100, true));
  });
});

/** Of a Poisson count. */
function chanceOfAtMost(most: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let k = 1; k <= most; k++) {
    term *= mean / k;
    sum += term;
  }
  return sum;
}
