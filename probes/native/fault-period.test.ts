import { expect, it } from 'vitest';
import { periodFor } from './fault-period.ts';

it.each([
  [0, 1],
  [600, 1],
  [601, 3],
  [6_000, 11],
  [10_000_000, 401],
])('%i faults in a second are looked at one by %i', (perSecond, period) => {
  expect(periodFor(perSecond)).toBe(period);
});
