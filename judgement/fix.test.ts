import { describe, expect, it } from 'vitest';
import { type Kept, proveFix } from './fix.ts';

const before: Kept = { entries: 200, work: 100 };
const stateOf = (after: Kept, foundAgain = false, from = before) =>
  proveFix({ before: from, after }, foundAgain).state;

describe('after a change', () => {
  it('a growth of which just few enough may still stay is gone', () => {
    // None of 30 operations left its two entries: with 95 %, less than 0.2 do.
    expect(stateOf({ entries: 0, work: 30 })).toBe('gone');
    expect(stateOf({ entries: 0, work: 29 })).toBe('unproven');
    expect(proveFix({ before, after: { entries: 0, work: 29 } }, false).enough).toBeCloseTo(29.7, 1);
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
  it.each([
    // The exact ends of Poisson counts: 2.996; 5.43 and 16.96; 83.9 and 118.1.
    [0, 0, 2.97],
    [10, 5.42, 16.94],
    [100, 84.1, 118.1],
  ])('of %d events in one piece of work is %d to %d', (events, low, high) => {
    const { after } = proveFix(
      { before: { entries: 1, work: 1 }, after: { entries: events, work: 1 } },
      false,
    );
    expect(after.low).toBeCloseTo(low, 0);
    expect(after.high).toBeCloseTo(high, 0);
  });

  it('is wider if entries come together', () => {
    const alone = proveFix({ before: { entries: 100, work: 100 }, after: { entries: 0, work: 100 } }, false);
    const inTens = proveFix(
      { before: { entries: 1_000, work: 100 }, after: { entries: 0, work: 100 } },
      false,
    );
    expect(inTens.after.high).toBeCloseTo(10 * alone.after.high);
  });
});
