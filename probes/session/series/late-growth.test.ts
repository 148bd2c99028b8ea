import { expect, it } from 'vitest';
import { LateGrowth } from './late-growth.ts';

function after(...sizes: readonly number[]): boolean {
  const late = new LateGrowth();
  for (const size of sizes)
    late.add({
      at: 0,
      duration: 0,
      stops: [],
      places: [
        { id: 1, size },
        { id: 2, size: 8 },
      ],
    });
  return late.isOpen;
}

it('asks for more visits when a place has grown too seldom to be judged', () => {
  expect(after(100, 110)).toBe(true);
  expect(after(100, 110, 120)).toBe(true);
  // Very few may be work in flight.
  expect(after(100, 110, 120, 130, 139)).toBe(true);
});

it('asks for none when there is enough to judge, or nothing that grows', () => {
  expect(after(100, 110, 120, 140)).toBe(false);
  expect(after(100, 108, 116, 124, 132, 139)).toBe(false);
  expect(after(100)).toBe(false);
  expect(after(100, 110, 110)).toBe(false);
});

it('asks for another visit when the last one has not met what grew', () => {
  const late = new LateGrowth();
  const visit = (...sizes: readonly number[]) =>
    late.add({ at: 0, duration: 0, stops: [], places: sizes.map((size) => ({ id: 1, size })) });
  for (const size of [100, 200, 300, 400]) visit(size);
  expect(late.isOpen).toBe(false);
  visit();
  expect(late.isOpen).toBe(true);
  visit();
  expect(late.isOpen).toBe(false);
});
