import { afterAll, expect, it } from 'vitest';
import * as drawn from '../../testing/drawn-growth.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

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
