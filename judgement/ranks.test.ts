import { expect, it } from 'vitest';
import { chanceOfHigher } from './ranks.ts';

const upTo = (number: number, from = 1) => Array.from({ length: number }, (_, at) => from + at);

it('counts every order of a few values', () => {
  // The highest three of six: 1 of 20 ways. The highest, third and fifth: 7 of 20 have a sum of 10 or more with these.
  expect(chanceOfHigher([1, 2, 3], [4, 5, 6])).toBeCloseTo(1 / 20);
  expect(chanceOfHigher([4, 5, 6], [1, 2, 3])).toBe(1);
  expect(chanceOfHigher([1], [2])).toBe(1 / 2);
  expect(chanceOfHigher([1, 3, 5], [2, 4, 6])).toBeCloseTo(7 / 20);
});

it('lets equal values share their ranks', () => {
  expect(chanceOfHigher([1, 1], [1, 1])).toBe(1);
  // Of the 6 ways to choose two of 1, 2.5, 2.5 and 4, three have a sum of at least 6.5 or 5, and more.
  expect(chanceOfHigher([1, 2], [2, 3])).toBeCloseTo(2 / 6);
});

it('knows the table of the test: of 10 and 10 values, 78 is the largest sum below 0.025', () => {
  const chanceOf = (lower: readonly number[]) =>
    chanceOfHigher(
      lower,
      upTo(20).filter((rank) => !lower.includes(rank)),
    );
  // Ranks that add up to 78, and to 79.
  expect(chanceOf([1, 2, 3, 4, 5, 6, 10, 14, 16, 17])).toBeCloseTo(0.0216, 3);
  expect(chanceOf([1, 2, 3, 4, 5, 6, 10, 14, 16, 18])).toBeCloseTo(0.0262, 3);
});

it('comes to the same by counting and by the normal distribution', () => {
  const [before, after] = [upTo(20), upTo(20, 7)];
  const counted = chanceOfHigher(before, after);
  const approached = chanceOfHigher([...before, 1.5], after);
  expect(Math.abs(counted - approached)).toBeLessThan(0.01);
  expect(chanceOfHigher(upTo(500), upTo(500, 250))).toBeLessThan(1e-6);
  expect(chanceOfHigher(upTo(500, 250), upTo(500))).toBeGreaterThan(0.999);
});
