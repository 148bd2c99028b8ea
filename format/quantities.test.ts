import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytes,
  bytesPerHour,
  count,
  counted,
  duration,
  rateFigure,
  share,
  signedBytes,
} from './quantities.ts';

const kibi = 1024;
const mebi = 1024 * kibi;

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [512, '512 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [4.1 * mebi, '4.1 MiB'],
    [99.96 * mebi, '100 MiB'],
    [1023.96 * kibi, '1.0 MiB'],
    [-3 * kibi, '-3.0 KiB'],
  ])('%d is written %s', (size, text) => {
    expect(bytes(size)).toBe(text);
  });

  it('carry their sign if a change is meant', () => {
    expect(signedBytes(0.1 * mebi)).toBe('+102 KiB');
    expect(signedBytes(-2 * mebi)).toBe('-2.0 MiB');
    expect(bytesPerHour(12.3 * mebi)).toBe('12.3 MiB/h');
  });

  it('never print 1024 of a unit that has a larger one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2 ** 49, noNaN: true }), (size) => {
        expect(Number.parseFloat(bytes(size))).toBeLessThan(1024);
      }),
    );
  });
});

describe('counts', () => {
  it('group thousands and keep fractions short', () => {
    expect(count(2000)).toBe('2,000');
    expect(count(0.3333)).toBe('0.33');
    expect(count(12345.678)).toBe('12,346');
  });

  it.each([
    [1, 'entry', '1 entry'],
    [2000, 'entry', '2,000 entries'],
    [2, 'class', '2 classes'],
    [0, 'capture', '0 captures'],
    [3, 'array', '3 arrays'],
  ])('%d %s reads as %s', (value, noun, text) => {
    expect(counted(value, noun)).toBe(text);
  });
});

describe('durations', () => {
  it.each([
    [250, '250 ms'],
    [1_000, '1 s'],
    [45_400, '45 s'],
    [59_900, '1 min'],
    [90_000, '1 min 30 s'],
    [12 * 60_000 + 5_000, '12 min'],
    [3 * 3_600_000 + 20 * 60_000, '3 h 20 min'],
    [26 * 3_600_000, '1 d 2 h'],
  ])('%d ms is written %s', (span, text) => {
    expect(duration(span)).toBe(text);
  });
});

it('a share is 100 % only when it is all', () => {
  expect(share(0.999)).toBe('99 %');
  expect(share(1)).toBe('100 %');
});

it.each([
  [0, '0'],
  [0.00371, '0.00371'],
  [2.97 / 800, '0.00371'],
  [0.0208, '0.0208'],
  [1.0349, '1.03'],
  [12_345, '12,300'],
])('a rate of %d is written %s', (rate, text) => {
  expect(rateFigure(rate)).toBe(text);
});
