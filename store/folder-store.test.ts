import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { hashOf } from './content-hash.ts';
import { FolderStore } from './folder-store.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());
const storeIn = (name: string) => new FolderStore(join(scratch.path, name));

it('keeps objects by key, lists them in order, and forgets them', async () => {
  const store = storeIn('plain');
  expect(await store.list('cards/')).toEqual([]);
  await store.put('cards/b/2.json', 'two');
  await store.put('cards/a/1.json', Buffer.from('one'));
  await store.put('cards/b/2.json', 'two again');
  await store.put('others/3.json', 'three');
  expect(await store.list('cards/')).toEqual(['cards/a/1.json', 'cards/b/2.json']);
  expect(String(await store.get('cards/b/2.json'))).toBe('two again');
  expect(await store.get('cards/c.json')).toBeUndefined();
  await store.remove('cards/a/1.json');
  await store.remove('cards/a/1.json');
  expect(await store.list('cards/')).toEqual(['cards/b/2.json']);
});

it('lets one of many that write the same new object succeed, and leaves nothing unfinished', async () => {
  const store = storeIn('races');
  const written = await Promise.all(
    Array.from({ length: 20 }, (_, at) => store.putNew('locks/one', `${at}`)),
  );
  expect(written.filter(Boolean)).toHaveLength(1);
  expect(String(await store.get('locks/one'))).toBe(String(written.indexOf(true)));
  expect(readdirSync(join(store.place, 'locks'))).toEqual(['one']);
});

it('names the store and the reason if it cannot be written to', async () => {
  const store = storeIn('file');
  writeFileSync(store.place, 'no folder');
  await expect(store.put('a/b', 'x')).rejects.toThrow(
    expect.objectContaining({
      code: 'store-failed',
      message: `cannot write to the store ${store.place}: ENOTDIR`,
    }),
  );
  await expect(store.putNew('a/b', 'x')).rejects.toThrow(`cannot write to the store ${store.place}`);
  expect(readFileSync(store.place, 'utf8')).toBe('no folder');
});

it.each(['../out', 'a//b', '/a', 'a/../b', 'a/.', 'a b'])('takes no key like %j', async (key) => {
  const store = storeIn('keys');
  await expect(store.put(key, 'x')).rejects.toThrow('no key of a store');
  expect(existsSync(store.place)).toBe(false);
});

it('keeps files of any size by their content, and refuses those that were changed', async () => {
  const store = storeIn('files');
  const file = join(scratch.path, 'file');
  writeFileSync(file, 'content');
  const key = `files/${hashOf('content')}`;
  expect(await store.getFile(key, `${file}-copy`)).toBe(false);
  await store.putFile(key, file);
  await store.putFile(key, file);
  expect(await store.getFile(key, `${file}-copy`)).toBe(true);
  expect(readFileSync(`${file}-copy`, 'utf8')).toBe('content');
  writeFileSync(join(store.place, key), 'changed');
  await expect(store.getFile(key, `${file}-copy`)).rejects.toThrow('its checksum differs');
});
