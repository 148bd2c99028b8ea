import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from './points.ts';
import { noiseAround, theilSen, trendStrength } from './slope.ts';

const line = (length: number, slope: number, height = 0): Point[] =>
  Array.from({ length }, (_, i) => ({ at: i * 1_000, value: height + slope * i * 1_000 }));

const slopes = fc.integer({ min: -1_000, max: 1_000 });
const lengths = fc.integer({ min: 8, max: 40 });

describe('the slope', () => {
  it('is that of a line', () => {
    fc.assert(
      fc.property(slopes, lengths, (slope, length) => {
        expect(theilSen([line(length, slope)])).toBeCloseTo(slope, 6);
      }),
    );
  });

  it('does not follow a quarter of wild points', () => {
    fc.assert(
      fc.property(slopes, lengths, fc.integer(), (slope, length, wild) => {
        const points = line(length, slope);
        const few = Math.floor(length / 10);
        for (let i = 0; i < few; i++)
          points[(i * 7 + 3) % length] = { at: points[(i * 7 + 3) % length].at, value: wild };
        expect(theilSen([points])).toBeCloseTo(slope, 6);
      }),
    );
  });

  it('does not see the jumps between stretches', () => {
    fc.assert(
      fc.property(slopes, lengths, fc.integer({ min: -1e9, max: 1e9 }), (slope, length, jump) => {
        expect(theilSen([line(length, slope), line(length, slope, jump)])).toBeCloseTo(slope, 5);
      }),
    );
  });

  it('turns with the series', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 6, maxLength: 40 });
    fc.assert(
      fc.property(values, (heights) => {
        const points = heights.map((value, i) => ({ at: i * 1_000, value }));
        const mirrored = points.map(({ at, value }) => ({ at, value: -value }));
        expect(theilSen([mirrored])).toBeCloseTo(-theilSen([points]), 9);
        expect(trendStrength([mirrored])).toBeCloseTo(-trendStrength([points]), 9);
      }),
    );
  });

  it('of too few points is none', () => {
    expect(theilSen([])).toBe(0);
    expect(theilSen([[{ at: 0, value: 3 }]])).toBe(0);
  });
});

describe('the strength of a trend', () => {
  it('is 0 for a flat series and far from chance for a rising one', () => {
    expect(trendStrength([line(12, 0)])).toBe(0);
    expect(trendStrength([line(12, 1)])).toBeGreaterThan(4);
  });

  it('is that of chance for a saw', () => {
    const saw = Array.from({ length: 40 }, (_, i) => ({ at: i, value: i % 5 }));
    expect(Math.abs(trendStrength([saw]))).toBeLessThan(2.3);
  });
});

it('noise is what is left beside the line', () => {
  expect(noiseAround(3, [line(20, 3)])).toBeCloseTo(0, 6);
  const shaky = line(20, 3).map(({ at, value }, i) => ({ at, value: value + (i % 2 === 0 ? 10 : -10) }));
  expect(noiseAround(3, [shaky])).toBeCloseTo(14.8, 0);
});
