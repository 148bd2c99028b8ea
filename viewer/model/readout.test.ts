import { describe, expect, it } from 'vitest';
import { capturesBrushed, nearest, stopsOf } from './readout.ts';

const line = [0, 10, 30].map((at) => ({ at, value: at * 2 }));

describe('a place on a chart', () => {
  it('tells what was measured nearest to it', () => {
    expect(nearest(line, 4)?.value).toBe(0);
    expect(nearest(line, 6)?.value).toBe(20);
    expect(nearest(line, 99)?.value).toBe(60);
    expect(nearest([], 6)).toBeUndefined();
  });

  it('stops at each moment once', () => {
    expect(stopsOf([line, [{ at: 5, value: 1 }, line[1]]])).toEqual([0, 5, 10, 30]);
  });
});

describe('a brushed stretch', () => {
  const captures = [{ at: 10 }, { at: 20 }, {}, { at: 30 }, { at: 40 }];

  it.each([
    ['compares the first with the last capture in it', [15, 45], [1, 4]],
    ['takes captures on its ends', [20, 30], [1, 3]],
    ['takes the nearest if it holds one', [18, 22], [1, 3]],
    ['takes the nearest if it holds none', [12, 13], [0, 1]],
    ['never compares a capture with itself', [41, 44], [3, 4]],
  ] as const)('%s', (_, stretch, expected) => {
    expect(capturesBrushed(captures, stretch)).toEqual(expected);
  });

  it('compares nothing without two captures that have a time', () => {
    expect(capturesBrushed([{ at: 10 }, {}], [0, 50])).toBeUndefined();
  });
});
