import { expect, it } from 'vitest';
import { longerPeriod, periodFor } from './fault-period.ts';

it.each([
  [0, 8_192, 1],
  [610, 8_192, 1],
  [611, 8_192, 3],
  [6_000, 8_192, 11],
  [6_000, 49_152, 67],
  [10_000_000, 8_192, 401],
])('of %i faults in a second with copies of %i bytes, one of %i is looked at', (perSecond, copy, period) => {
  expect(periodFor(perSecond, copy)).toBe(period);
});

it.each([
  [1, 610, undefined],
  [1, 611, 3],
  [1, 1_300, 5],
  [5, 2_600, undefined],
  [401, 10_000_000, undefined],
])('one of %i is enough for %i faults in a second, or one of %s is', (period, perSecond, longer) => {
  expect(longerPeriod(period, perSecond, 8_192)).toBe(longer);
});
