import { describe, expect, it } from 'vitest';
import { bars, barsWithFirstCut } from './bars.ts';

const heights = (drawn: readonly { readonly height: number }[]) => drawn.map(({ height }) => height);

describe('bars', () => {
  it('are as high as their values', () => {
    expect(heights(bars([0, 50, 100], 90, 40))).toEqual([0, 20, 40]);
  });

  it('show what is there, however little it is', () => {
    const [little] = bars([1, 1_000_000], 90, 40);
    expect(little.height).toBeGreaterThan(1);
  });

  it('cut the first one where it would press the others to the ground', () => {
    const [old, fresh] = barsWithFirstCut([10_000, 100, 100], 90, 40);
    expect(old).toMatchObject({ height: 40, cut: true });
    expect(fresh).toMatchObject({ height: 25, cut: false });
  });

  it('cut nothing if there is nothing else', () => {
    expect(barsWithFirstCut([500, 0, 0], 90, 40)[0]).toMatchObject({ height: 40, cut: false });
  });
});
