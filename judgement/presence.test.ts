import { expect, it } from 'vitest';
import { comparePresence } from './presence.ts';

const of = (affected: number, looked: number) => ({ affected, looked });

it('a leak that just enough processes have is new', () => {
  // 1 of 20 ways, and 1 of 15.
  expect(comparePresence(of(0, 3), of(3, 3))).toEqual({
    change: 'new',
    chance: expect.closeTo(1 / 20),
    isProven: true,
  });
  expect(comparePresence(of(0, 2), of(4, 4))).toEqual({
    change: 'new',
    chance: expect.closeTo(1 / 15),
    isProven: false,
  });
});

it('tells what is gone, and what more or fewer have', () => {
  expect(comparePresence(of(20, 20), of(0, 20))).toMatchObject({ change: 'gone', isProven: true });
  expect(comparePresence(of(2, 40), of(30, 40))).toMatchObject({ change: 'more', isProven: true });
  expect(comparePresence(of(20, 40), of(17, 40))).toMatchObject({ change: 'fewer', isProven: false });
});

it('says nothing of what nobody looked at, or of equal shares', () => {
  for (const [before, after] of [
    [of(0, 0), of(3, 3)],
    [of(3, 3), of(0, 0)],
    [of(1, 2), of(20, 40)],
  ] as const)
    expect(comparePresence(before, after)).toEqual({ change: 'unchanged', chance: 1, isProven: false });
});

it('knows the example of the book: 3 of 4 cups against 1 of 4', () => {
  expect(comparePresence(of(1, 4), of(3, 4)).chance).toBeCloseTo(17 / 70);
});

it('is exact for thousands of processes', () => {
  const { chance } = comparePresence(of(500, 5000), of(560, 5000));
  expect(chance).toBeGreaterThan(0.02);
  expect(chance).toBeLessThan(0.03);
});
