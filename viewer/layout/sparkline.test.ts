import { expect, it } from 'vitest';
import { sparkline } from './sparkline.ts';

const at = [0, 10, 20];

it('runs over the whole width, and from the ground to the top where it grows', () => {
  expect(sparkline(at, [0, 50, 100], 100, 21)).toBe('M0,20L50,11L100,2');
});

it('leaves out moments that the ledger does not tell of', () => {
  expect(sparkline(at, [0, null, 100], 100, 21)).toBe('M0,20L100,2');
});

it('does not make a mountain of noise', () => {
  const heights = sparkline(at, [1000, 1001, 1000], 100, 21).match(/(?<=,)[\d.]+/g)!;
  expect(heights.map(Number).every((y) => y > 19)).toBe(true);
});

it('draws nothing if there is no line', () => {
  expect(sparkline(at, [null, 5, null], 100, 21)).toBe('');
});
