import { expect, it } from 'vitest';
import { CaptureMutex } from './capture-mutex.ts';

it('lets one capture after the other, and those with a later place when nobody else asks', async () => {
  const turn = new CaptureMutex();
  const order: string[] = [];
  let running = 0;
  const capture = (name: string) => async () => {
    running += 1;
    expect(running).toBe(1);
    await Promise.resolve();
    order.push(name);
    running -= 1;
  };
  await Promise.all([
    turn.take(capture('process')),
    turn.later.later.take(capture('late thread')),
    turn.later.take(capture('thread')),
    turn.later.take(capture('another thread')),
    turn.take(capture('process again')),
  ]);
  expect(order).toEqual(['process', 'process again', 'thread', 'another thread', 'late thread']);
});

it('goes on after a capture that failed', async () => {
  const turn = new CaptureMutex();
  const failed = turn.take(() => Promise.reject(new Error('no disk')));
  const next = turn.later.take(() => Promise.resolve('taken'));
  await expect(failed).rejects.toThrow('no disk');
  expect(await next).toBe('taken');
  expect(await turn.take(() => Promise.resolve('again'))).toBe('again');
});
