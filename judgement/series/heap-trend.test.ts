import { describe, expect, it } from 'vitest';
import { judgeHeap } from './heap-trend.ts';

/** A heap that rises by 60 a tooth, and loses 50 of it at its end. */
function teeth(number: number) {
  const values = Array.from({ length: number }, (_, tooth) =>
    [0, 20, 40, 60].map((rise) => tooth * 10 + rise),
  );
  return [...values.flat(), number * 10].map((value, i) => ({ at: i * 5_000, value }));
}

describe('a heap', () => {
  it('that was collected just often enough is judged by its collections', () => {
    expect(judgeHeap(teeth(4), [], 1).from).toBe('collections');
    expect(judgeHeap(teeth(3), [], 1).from).toBe('windows');
  });
});

describe('full collections', () => {
  // The least gain is 40.
  const from = (left: number) => {
    const collected = [
      { at: 0, value: 10 },
      { at: 80_000, value: 10 + left },
    ];
    return judgeHeap(teeth(4), [], 40, collected, true).from;
  };

  it('that leave just enough more make valleys of scavenges a floor', () => {
    expect(from(20)).toBe('collections');
    expect(from(19)).toBe('windows');
  });
});
