import { describe, expect, it } from 'vitest';
import type { MemorySample } from '../../../format/memory-sample.ts';
import { growthIsSustained } from './growth-watch.ts';

const mebi = 1 << 20;

/** One capture for each floor, and after it samples that swing above the floor. */
function recorded(heap: readonly number[], anonymous: readonly number[] = []): readonly MemorySample[] {
  return heap.flatMap((floor, i) => {
    const rss = anonymous[i] === undefined ? {} : { rssAnonymous: anonymous[i] };
    return [
      { at: i * 10, heapUsed: floor + 9 * mebi, mark: 'captured' as const },
      { at: i * 10 + 1, heapUsed: floor, ...rss },
      { at: i * 10 + 2, heapUsed: floor + 5 * mebi, ...rss },
    ];
  });
}

describe('growthIsSustained', () => {
  it('sees floors that rise over four captures', () => {
    expect(growthIsSustained(recorded([10 * mebi, 11 * mebi, 12 * mebi, 13 * mebi]))).toBe(true);
  });

  it('waits for the fourth', () => {
    expect(growthIsSustained(recorded([10 * mebi, 11 * mebi, 12 * mebi]))).toBe(false);
    expect(growthIsSustained(recorded([10 * mebi, 11 * mebi, 12 * mebi, 13 * mebi]))).toBe(true);
  });

  it('is not taken in by warm-up that ends', () => {
    expect(growthIsSustained(recorded([10 * mebi, 20 * mebi, 25 * mebi, 25 * mebi]))).toBe(false);
  });

  it('looks at the last captures only', () => {
    expect(growthIsSustained(recorded([30, 10, 11, 12, 13].map((floor) => floor * mebi)))).toBe(true);
  });

  it('sees RSS that climbs beside a flat heap, but not the jump of the first capture', () => {
    const flat = [10, 10, 10, 10, 10].map((floor) => floor * mebi);
    expect(
      growthIsSustained(
        recorded(
          flat,
          [90, 100, 110, 120, 130].map((rss) => rss * mebi),
        ),
      ),
    ).toBe(true);
    expect(
      growthIsSustained(
        recorded(
          flat.slice(0, 4),
          [50, 90, 100, 110].map((rss) => rss * mebi),
        ),
      ),
    ).toBe(false);
  });
});
