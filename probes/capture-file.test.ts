import { mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CaptureFile } from './capture-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'capture-file-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('gives the file its name once it is whole, for its owner only', async () => {
  const target = path.join(folder, '001.heapsnapshot');
  const file = await CaptureFile.create({ path: target });
  file.write('{"snapshot":');
  expect(await readdir(folder)).toEqual(['001.heapsnapshot.part']);
  file.write('{"é":1}}\n');
  await file.finish();
  expect(await readdir(folder)).toEqual(['001.heapsnapshot']);
  expect(await readFile(target, 'utf8')).toBe('{"snapshot":{"é":1}}\n');
  const { mode, size } = await stat(target);
  expect(mode & 0o777).toBe(0o600);
  expect(file.size).toBe(size);
});

it('refuses to finish a snapshot that stops in the middle, and leaves nothing', async () => {
  const file = await CaptureFile.create({ path: path.join(folder, '001.heapsnapshot') });
  file.write('{"snapshot":{"meta":');
  await expect(file.finish()).rejects.toMatchObject({ code: 'capture-torn' });
  expect(await readdir(folder)).toEqual([]);
});

it('asks the sender to wait once much is queued, until it is drained', async () => {
  const file = await CaptureFile.create({ path: path.join(folder, '001.heapsnapshot') });
  const chunk = 'x'.repeat(1 << 20);
  let written = 1;
  while (file.write(chunk)) written += 1;
  expect(written).toBeGreaterThan(4);
  await file.drained();
  expect(file.write(chunk)).toBe(true);
  await file.discard();
  expect(await readdir(folder)).toEqual([]);
});

it('does not follow a link that another user put in its place', async () => {
  await symlink('/dev/full', path.join(folder, '001.heapsnapshot.part'));
  await expect(CaptureFile.create({ path: path.join(folder, '001.heapsnapshot') })).rejects.toMatchObject({
    code: 'folder-not-writable',
  });
});
