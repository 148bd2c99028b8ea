import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ScratchFolder } from '../../../testing/scratch-folder.ts';
import { replaceFile } from './replace-file.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

it('replaces a file in one step', async () => {
  const file = path.join(scratch.path, 'manifest.json');
  await replaceFile(file, 'one');
  await replaceFile(file, 'two');
  expect(readFileSync(file, 'utf8')).toBe('two');
  expect(existsSync(`${file}.part`)).toBe(false);
});

it('says in one clear error that it cannot, and leaves nothing behind', async () => {
  const file = path.join(scratch.path, 'gone', 'manifest.json');
  await expect(replaceFile(file, 'one')).rejects.toMatchObject({
    code: 'folder-not-writable',
    message: expect.stringMatching(/^cannot write .*manifest\.json: ENOENT/),
  });
  const folder = path.join(scratch.path, 'folder');
  mkdirSync(folder);
  await expect(replaceFile(folder, 'one')).rejects.toMatchObject({ code: 'folder-not-writable' });
  expect(existsSync(`${folder}.part`)).toBe(false);
});
