import { expect, it } from 'vitest';
import { riseOf, staysQuiet } from './quiet-stretch.ts';

const drawn = (values: readonly number[], every = 2_000) =>
  values.map((value, i) => ({ at: i * every, value }));

it.each([
  ['nothing moves', [5, 5, 5, 5, 5, 5, 5, 5, 5], true],
  ['it ends lower', [9, 9, 9, 8, 7, 6, 5, 5, 5], true],
  ['it rises in order by less than a quarter', [0, 0, 0, 1, 1, 1, 2, 2, 2], true],
  ['it rises in order by just less than a quarter', [0, 0, 0, 1.2, 1.2, 1.2, 2.4, 2.4, 2.4], true],
  ['it rises in order by just more than a quarter', [0, 0, 0, 1.2, 1.2, 1.2, 2.6, 2.6, 2.6], false],
  ['it rises in order by more', [0, 1, 2, 3, 4, 5, 6, 7, 8], false],
  ['it rises by as much in no order', [5, 0, 4, 9, 2, 7, 6, 9, 5], true],
  ['it rises by what matters', [0, 0, 0, 9, 9, 9, 10, 10, 10], false],
])('is quiet where %s: %o is %s', (_, values, quiet) => {
  expect(staysQuiet(drawn(values), 10)).toBe(quiet);
});

it('says nothing of too few points, or too short a time', () => {
  expect(staysQuiet(drawn(new Array(8).fill(5)), 10)).toBe(false);
  expect(staysQuiet(drawn(new Array(9).fill(5)), 10)).toBe(true);
  expect(staysQuiet(drawn(new Array(9).fill(5), 1_500), 10)).toBe(true);
  expect(staysQuiet(drawn(new Array(9).fill(5), 1_499), 10)).toBe(false);
  expect(riseOf([])).toBeNaN();
});
