import { describe, expect, it } from 'vitest';
import { collectedFloor, valleysOf, windowedFloor } from './floor.ts';

const drawn = (...values: readonly number[]) => values.map((value, i) => ({ at: i * 1_000, value }));
const flat = (length: number) => drawn(...new Array<number>(length).fill(5));
const valuesIn = (points: ReturnType<typeof drawn>) => valleysOf(points).map(({ value }) => value);

it.each([
  [33, 11],
  [36, 12],
  [60, 12],
])('a series has at most so many windows: %i points are %i', (points, windows) => {
  expect(windowedFloor(flat(points))).toHaveLength(windows);
});

it.each([
  [8, 2],
  [9, 3],
])('a window has at least so many points: %i points are %i windows', (points, windows) => {
  expect(windowedFloor(flat(points))).toHaveLength(windows);
});

it('valleys are the floor from just enough on', () => {
  expect(collectedFloor(flat(30), flat(4))).toEqual({ floor: flat(4), collections: 4 });
  expect(collectedFloor(flat(30), flat(3)).floor).toHaveLength(10);
});

describe('a fall', () => {
  it('is just deep enough at half of the deepest', () => {
    expect(valuesIn(drawn(100, 0, 80, 30))).toEqual([0, 30]);
    expect(valuesIn(drawn(100, 0, 80, 31))).toEqual([0]);
  });
});

// Half of a deep fall, which is 50 of 100: a valley that goes on ends lower.
it('a valley ends when the series has risen by just enough', () => {
  expect(valuesIn(drawn(100, 0, 25, -10))).toEqual([0]);
  expect(valuesIn(drawn(100, 0, 24, -10))).toEqual([-10]);
});
