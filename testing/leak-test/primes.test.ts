import { expect, it } from 'vitest';
import { primeFrom } from './primes.ts';

it.each([
  [0, 2],
  [2, 2],
  [8.5, 11],
  [24, 29],
  [400, 401],
  [1203, 1213],
])('the smallest prime from %d on is %d', (from, prime) => {
  expect(primeFrom(from)).toBe(prime);
});
