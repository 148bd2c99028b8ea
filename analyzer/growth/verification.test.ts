import { afterAll, expect, it } from 'vitest';
import * as drawn from '../../testing/drawn-growth.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { entriesGrewAlong, grewAlong } from './verification.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

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

it.each<[string, readonly number[], readonly number[], boolean]>([
  ['gains nothing in the middle', [0, 10, 10, 10], [100, 110, 110, 125], true],
  ['gains little of what is born in the last interval', [0, 10, 10, 10], [100, 115, 125, 127], false],
  ['gains a third of it there', [0, 10, 10, 10], [100, 115, 125, 129], true],
  ['gets nothing in the last interval, and keeps all', [0, 10, 10, 0], [100, 110, 120, 120], true],
  ['has filled, as an LRU cache', [0, 70, 1960, 1970], [1470, 3370, 4000, 4000], false],
])('a container that %s', (_, born, entries, expected) => {
  expect(entriesGrewAlong(born, entries)).toBe(expected);
});

it('weighs what owns more containers than can be weighed one by one', async () => {
  const users = 900;
  const [suspect, ...others] = await drawn.suspectsIn(scratch, (h) => {
    const byUser = h.map();
    moduleScope(h).variable('byUser', byUser);
    const histories = Array.from({ length: users }, (_, i) => {
      const history = h.object('History', { size: 40 });
      byUser.set(i, history);
      return history;
    });
    everyInterval(h, (interval) => {
      // Each interval another third of the users is busy.
      for (const [i, history] of histories.entries()) {
        if (i % 3 === interval % 3) history.element(interval, h.object('Visit', { size: 64 }));
      }
    });
  });
  expect(others).toEqual([]);
  expect(suspect).toMatchObject({ confirmed: true, entryClass: 'Visit' });
});
