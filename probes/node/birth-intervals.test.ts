import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noSurvivors, withFragments } from './birth-intervals.ts';

describe('withFragments', () => {
  it('keeps the intervals that were not told of', () => {
    const first = withFragments(noSurvivors, [0, 54_080, 4_000_000], 1);
    const second = withFragments(first, [0, 54_000, 3_990_000, 1, 3_138, 90_000], 2);
    const third = withFragments(second, [2, 2_245, 70_000], 3);
    expect(third).toEqual({ counts: [54_000, 3_138, 2_245], bytes: [3_990_000, 90_000, 70_000] });
  });

  it('gives an interval in which nothing survived a zero', () => {
    const first = withFragments(noSurvivors, [0, 10, 100], 1);
    expect(withFragments(first, [], 2)).toEqual({ counts: [10, 0], bytes: [100, 0] });
  });

  it('gives what is alive, whatever part of it each pulse tells', () => {
    const interval = fc.record({ count: fc.nat(), size: fc.nat() });
    const pulses = fc
      .integer({ min: 1, max: 8 })
      .chain((length) =>
        fc.tuple(
          ...Array.from({ length }, (_, pulse) =>
            fc.array(interval, { minLength: pulse + 1, maxLength: pulse + 1 }),
          ),
        ),
      );
    fc.assert(
      fc.property(pulses, (alive) => {
        let known = noSurvivors;
        alive.forEach((now, pulse) => {
          const fragments = now.flatMap(({ count, size }, at) => {
            const same = count === (known.counts[at] ?? 0) && size === (known.bytes[at] ?? 0);
            return same ? [] : [at, count, size];
          });
          known = withFragments(known, fragments, pulse + 1);
          expect(known.counts).toEqual(now.map(({ count }) => count));
          expect(known.bytes).toEqual(now.map(({ size }) => size));
        });
      }),
    );
  });
});
