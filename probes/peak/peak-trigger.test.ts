import { describe, expect, it } from 'vitest';
import { expectedPause, type HeapLevel, isWorthAtExit, peakReason } from './peak-trigger.ts';

const mebi = 1 << 20;
/** Levels in MiB, 250 ms apart. */
const levels = (...sizes: number[]): HeapLevel[] =>
  sizes.map((size, k) => ({ at: k * 250, level: size * mebi }));
const best = (level: number, took = 1_000) => ({ level: level * mebi, took });

describe('a heap is captured', () => {
  it('if it is a long step larger than at the best capture', () => {
    expect(peakReason(levels(90, 150, 200), best(100))).toBe('growth');
    expect(peakReason(levels(90, 150, 199), best(100))).toBeUndefined();
  });

  it('a step larger already if it grows no more', () => {
    expect(peakReason(levels(149, 150, 150), best(100))).toBe('slower');
    expect(peakReason(levels(148, 149, 149), best(100))).toBeUndefined();
    expect(peakReason(levels(120, 140, 160), best(100))).toBeUndefined();
  });

  it('for the first time once it is worth it', () => {
    expect(peakReason(levels(10, 15), undefined)).toBeUndefined();
    expect(peakReason(levels(20, 32), undefined)).toBe('growth');
    expect(peakReason([], undefined)).toBeUndefined();
  });
});

describe('at the exit it is captured', () => {
  it('if nothing was before', () => {
    expect(isWorthAtExit(5 * mebi, 50 * mebi, undefined)).toBe(true);
  });

  it('if it still has what it had, and more than at the best capture', () => {
    expect(isWorthAtExit(130 * mebi, 140 * mebi, best(100))).toBe(true);
    expect(isWorthAtExit(120 * mebi, 140 * mebi, best(100))).toBe(false);
    expect(isWorthAtExit(102 * mebi, 102 * mebi, best(100))).toBe(false);
  });
});

it('a larger heap is expected to pause for longer', () => {
  expect(expectedPause(300 * mebi, best(100, 2_000))).toBe(6_000);
  expect(expectedPause(300 * mebi, undefined)).toBe(0);
});
