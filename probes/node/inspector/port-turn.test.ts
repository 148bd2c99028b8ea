import { expect, it } from 'vitest';
import { inTurnForPort } from './port-turn.ts';

it('lets one after the other work on a port, and gives the turn back after an error', async () => {
  const port = 70_000 + process.pid;
  let working = 0;
  const work = async (fail: boolean) => {
    working += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(working).toBe(1);
    working -= 1;
    if (fail) throw new Error('failed at work');
    return 'done';
  };
  const all = await Promise.allSettled(
    [true, false, true, false].map((fail) => inTurnForPort(port, () => work(fail))),
  );
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
});
