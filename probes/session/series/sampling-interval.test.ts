import fc from 'fast-check';
import { expect, it } from 'vitest';
import { longerInterval, mayBeTooFast, samplingInterval } from './sampling-interval.ts';

const KiB = 1 << 10;
const MB = 1_000_000;

it.each([
  [0, 2_000, 4 * KiB],
  [2 * MB, 2_000, 4 * KiB],
  [2 * MB, 30_000, 16 * KiB],
  [2 * MB, 3_600_000, 64 * KiB],
  [100 * MB, 2_000, 256 * KiB],
  [500 * MB, 30_000, 1024 * KiB],
  [100_000 * MB, 30_000, 8192 * KiB],
])('%d bytes a second, looked at every %d ms, are sampled every %d bytes', (rate, untilLook, interval) => {
  expect(samplingInterval(rate, untilLook)).toBe(interval);
});

it('takes no more samples than can be borne, whatever the rate', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 4e9, noNaN: true }),
      fc.integer({ min: 100, max: 1e7 }),
      (rate, look) => {
        expect(rate / samplingInterval(rate, look)).toBeLessThan(500.001);
      },
    ),
  );
});

it('is made longer once samples come too fast, and not before', () => {
  expect(longerInterval(4 * KiB, 4_000, 2_000)).toBeUndefined();
  expect(longerInterval(4 * KiB, 4_010, 2_000)).toBe(32 * KiB);
  expect(longerInterval(4 * KiB, 64_000, 2_000)).toBe(256 * KiB);
  expect(longerInterval(8192 * KiB, 64_000, 2_000)).toBeUndefined();
});

it.each([
  ['works as before', 16 * KiB, 0.5, 0.5, false],
  ['works twice as much', 16 * KiB, 1, 0.5, true],
  ['works less than that', 16 * KiB, 0.99, 0.5, false],
  ['hardly works', 4 * KiB, 0.09, 0, false],
  ['works a little', 4 * KiB, 0.1, 0, true],
  ['has fine samples', 256 * KiB, 1, 0, true],
  ['has coarse samples', 512 * KiB, 1, 0, false],
])('a program that %s may be sampled too fast at %d bytes, %d of a core and %d before: %s', (_, ...row) => {
  const [interval, share, before, expected] = row;
  expect(mayBeTooFast(interval, share, before)).toBe(expected);
});
