import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { FolderStore } from './folder-store.ts';
import type { Store } from './store.ts';
import { type Turn, Turns } from './turns.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());
const storeIn = (name: string) => new FolderStore(join(scratch.path, name));
const length = 60_000;
/** As another process would. */
const ask = (store: Store, atOnce: number, now?: number) =>
  new Turns(store, { name: 'looks/chat', atOnce, length }).take(now);
const isTurn = (answer: Turn | number): answer is Turn => typeof answer !== 'number';

it('gives as many turns as there are, and each of them again when it has ended', async () => {
  const store = storeIn('plain');
  const first = await ask(store, 2, 1_000);
  expect(isTurn(first)).toBe(true);
  expect(isTurn(await ask(store, 2, 2_000))).toBe(true);
  // The first one is over at the latest then, whatever the clocks say.
  expect(await ask(store, 2, 3_000)).toBe(1_000 + length + 30_000);
  await (first as Turn).end();
  expect(isTurn(await ask(store, 2, 4_000))).toBe(true);
  expect(isTurn(await ask(store, 2, 5_000))).toBe(false);
  expect(await store.list('locks/looks/')).toHaveLength(2);
});

it('gives the turn of a holder that died to one other', async () => {
  const store = storeIn('dead');
  await ask(store, 1, 0);
  expect(isTurn(await ask(store, 1, length + 29_999))).toBe(false);
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(store, 1, length + 30_000)));
  expect(answers.filter(isTurn)).toHaveLength(1);
});

it('gives no turn to who stopped between reading and writing while others had theirs', async () => {
  const store = storeIn('stopped');
  await ((await ask(store, 1)) as Turn).end();
  let wakeUp = () => {};
  const awake = new Promise<void>((resolve) => {
    wakeUp = resolve;
  });
  const slow: Store = new Proxy(store, {
    get: (target, name: keyof Store) =>
      name === 'putNew'
        ? async (key: string, content: string) => {
            if (key.includes('looks')) await awake;
            return await target.putNew(key, content);
          }
        : typeof target[name] === 'function'
          ? (target[name] as () => unknown).bind(target)
          : target[name],
  });
  const late = ask(slow, 1);
  await ((await ask(store, 1)) as Turn).end();
  expect(isTurn(await ask(store, 1))).toBe(true);
  wakeUp();
  expect(isTurn(await late)).toBe(false);
  expect(await store.list('locks/looks/')).toEqual(['locks/looks/chat/0/0000000003']);
});

it('refuses a store that writes whatever it is told', async () => {
  const blind: Store = new Proxy(storeIn('blind'), {
    get: (target, name: keyof Store) => (name === 'putNew' ? async () => true : target[name]),
  });
  await expect(ask(blind, 1)).rejects.toThrow('does not know conditional writes');
});
