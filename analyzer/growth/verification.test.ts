import { expect, it } from 'vitest';
import { grewAlong } from './verification.ts';

it.each<[string, readonly number[], readonly number[], boolean]>([
  ['gains what is born', [0, 10, 10, 10], [100, 110, 120, 130], true],
  ['gains nothing in one interval of three', [0, 10, 10, 10], [100, 110, 110, 125], true],
  ['keeps its size', [0, 10, 10, 10], [100, 100, 100, 100], false],
  ['gains in one interval only', [0, 10, 10, 10], [100, 140, 140, 140], false],
  ['gains little of what is born', [0, 10, 10, 10], [100, 103, 106, 109], false],
  ['falls by less than half of its gain', [0, 10, 10, 10], [100, 95, 110, 125], true],
  ['falls by more than half of its gain', [0, 10, 10, 10], [100, 120, 105, 125], false],
  ['goes up and down', [0, 4, 4, 4], [6.7, 18.4, 6.4, 17.9], false],
  [
    'falls by more than it gains over all, and is caught as it rises',
    [0, 1, 3, 3],
    [294, 46, 195, 344],
    false,
  ],
])('an owner that %s', (_, born, held, expected) => {
  expect(grewAlong(born, held)).toBe(expected);
});
