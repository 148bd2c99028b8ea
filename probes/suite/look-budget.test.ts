import { expect, it } from 'vitest';
import { suiteLimits } from '../../judgement/parameters/suites.ts';
import { allowsCapture, allowsLook, deservesCapture, isNearLimit } from './look-budget.ts';
import type { SuiteTotals } from './suite-ledger.ts';

const { leastOfOnePlace, leastOfAllPlaces, looks, shareOfLooks, captures, shareOfCaptures } = suiteLimits;

const nothing: SuiteTotals = {
  worked: 1_000,
  looked: 0,
  looks: 0,
  captured: 0,
  captures: 0,
  mostCaptured: 0,
};

it('looks as long as looking keeps to its share', () => {
  const spent = { ...nothing, looked: 10 * looks, looks };
  expect(allowsLook({ ...spent, worked: 1, looks: looks - 1 })).toBe(true);
  const worked = (spent.looked + 10) / shareOfLooks;
  expect(allowsLook({ ...spent, worked })).toBe(true);
  expect(allowsLook({ ...spent, worked: worked - 1 })).toBe(false);
});

it('captures what is much from one place, or too much for code', () => {
  expect(deservesCapture(leastOfOnePlace, leastOfOnePlace)).toBe(true);
  expect(deservesCapture(leastOfAllPlaces - 1, leastOfOnePlace - 1)).toBe(false);
  expect(deservesCapture(leastOfAllPlaces, 0)).toBe(true);
});

it('captures five files, then only as time allows', () => {
  const spent = { ...nothing, captured: 500 * captures, captures, mostCaptured: 2 * leastOfOnePlace };
  expect(allowsCapture({ ...spent, captures: captures - 1 }, leastOfOnePlace)).toBe(true);
  const worked = (500 * (captures + 1)) / shareOfCaptures;
  expect(allowsCapture({ ...spent, worked }, leastOfOnePlace)).toBe(true);
  expect(allowsCapture({ ...spent, worked: worked - 1 }, leastOfOnePlace)).toBe(false);
  expect(allowsCapture({ ...spent, worked: worked / 2 }, 2 * leastOfOnePlace + 1)).toBe(true);
  expect(allowsCapture({ ...spent, worked: worked / 2 - 1 }, 2 * leastOfOnePlace + 1)).toBe(false);
});

it('looks early at a worker that comes near its limit', () => {
  expect(isNearLimit(suiteLimits.nearLimit * 1_000 + 1, 1_000)).toBe(true);
  expect(isNearLimit(suiteLimits.nearLimit * 1_000, 1_000)).toBe(false);
});
