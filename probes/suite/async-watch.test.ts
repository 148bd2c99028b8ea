import { expect, it } from 'vitest';
import { AsyncWatch } from './async-watch.ts';

function neverClear(): NodeJS.Timeout {
  return setInterval(() => {}, 60_000).unref();
}

it('names what a test leaves open, and the line that made it', async () => {
  const watch = new AsyncWatch();
  watch.begin();
  watch.enter('opens');
  const [kept, cleared] = [neverClear(), neverClear()];
  const pending = new Promise(() => {});
  const settled = Promise.resolve();
  clearInterval(cleared);
  watch.enter(undefined);
  const ofNoTest = neverClear();
  await new Promise((resolve) => setImmediate(resolve));
  const found = watch.end();
  for (const timer of [kept, ofNoTest]) clearInterval(timer);
  expect([pending, settled]).toHaveLength(2);
  expect(found).toEqual([
    {
      kind: 'Timeout',
      count: 1,
      test: 'opens',
      at: expect.stringMatching(/^neverClear .*async-watch\.test\.ts:5:/),
    },
    { kind: 'PROMISE', count: 1, test: 'opens', at: expect.stringMatching(/async-watch\.test\.ts:13:/) },
  ]);
});
