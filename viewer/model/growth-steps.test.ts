import { describe, expect, it } from 'vitest';
import { growthShade, steadyShare } from './growth-steps.ts';

describe('the steady share', () => {
  it.each([
    ['a leak that feeds every interval', [100, 100, 100, 100], 0.75],
    ['a working set of the newest interval', [0, 0, 0, 400], 0],
    ['a cache that is warm', [400, 0, 0, 0], 0],
    ['what was all born steadily', [0, 100, 100], 1],
    ['a capture without others', [500], 0],
    ['nothing', [0, 0, 0], 0],
  ])('of %s', (_, born, share) => {
    expect(steadyShare(born)).toBeCloseTo(share, 10);
  });
});

it('has five shades, from none to nearly all', () => {
  const shades = [0, 0.02, 0.1, 0.3, 0.9].map((share) => growthShade([1000 * (1 - share), 1000 * share]));
  expect(shades).toEqual([0, 1, 2, 3, 4]);
});
