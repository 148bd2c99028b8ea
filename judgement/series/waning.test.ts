import { describe, expect, it } from 'vitest';
import { isWaning } from './waning.ts';

/** Points at even steps, with one slope in each third. */
function rise(slopes: readonly [number, number, number], points: number, span: number) {
  let value = 0;
  return Array.from({ length: points }, (_, k) => {
    const at = (span * k) / (points - 1);
    const before = Math.max(0, Math.min(2, Math.floor((3 * (at - span / (points - 1))) / span)));
    if (k > 0) value += slopes[before];
    return { at, value };
  });
}

describe('what rises ever more slowly', () => {
  it('a rise is just short enough', () => {
    expect(isWaning(rise([100, 60, 30], 60, 600_000))).toBe(true);
    expect(isWaning(rise([100, 60, 30], 60, 600_001))).toBe(false);
  });

  it('thirds have just enough points', () => {
    expect(isWaning(rise([100, 60, 30], 13, 60_000))).toBe(true);
    expect(isWaning(rise([100, 60, 30], 11, 60_000))).toBe(false);
  });

  it('each third is at most so much of the one before, and the last of the first', () => {
    expect(isWaning(rise([100, 84, 54], 60, 60_000))).toBe(true);
    expect(isWaning(rise([100, 86, 54], 60, 60_000))).toBe(false);
    expect(isWaning(rise([100, 84, 56], 60, 60_000))).toBe(false);
  });

  it('is not what rises evenly, or falls', () => {
    expect(isWaning(rise([100, 100, 100], 60, 60_000))).toBe(false);
    expect(isWaning(rise([-100, -60, -30], 60, 60_000))).toBe(false);
  });
});
