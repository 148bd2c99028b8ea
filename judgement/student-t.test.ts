import { describe, expect, it } from 'vitest';
import { studentT } from './student-t.ts';

describe('the quantile of t', () => {
  it.each([
    // From the usual tables: 95 % on both sides, 99.9 % on one, and far out.
    [0.025, 1, 12.706],
    [0.025, 2, 4.303],
    [0.025, 3, 3.182],
    [0.025, 4, 2.776],
    [0.025, 10, 2.228],
    [0.025, 30, 2.042],
    [0.001, 5, 5.893],
    [0.0005, 8, 5.041],
  ])('with %d beyond, and %d degrees of freedom', (beyond, freedom, t) => {
    expect(studentT(beyond, freedom)).toBeCloseTo(t, 3);
  });
});
