import { mkdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ScratchFolder } from '../../../testing/scratch-folder.ts';
import { Shelf } from './shelf.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

it('finds recordings by their short names and paths, and the newest without one', () => {
  const shelf = new Shelf(join(scratch.path, 'recordings'));
  expect(() => shelf.find(undefined)).toThrow('nothing was recorded yet');
  expect(shelf.placeFor(7)).toMatch(/recordings\/heaptrail-7-\d{8}-\d{6}\.heaptrail$/);
  expect(statSync(shelf.folder).mode & 0o777).toBe(0o700);

  const [old, fresh] = ['heaptrail-7-20260101-000000', 'heaptrail-8-20260101-000000'];
  for (const [at, name] of [old, fresh].entries()) {
    const folder = join(shelf.folder, `${name}.heaptrail`);
    mkdirSync(folder);
    utimesSync(folder, 1_000 + at, 1_000 + at);
  }
  expect(shelf.names()).toEqual([fresh, old]);
  expect(shelf.find(undefined)).toBe(join(shelf.folder, `${fresh}.heaptrail`));
  expect(shelf.find(old)).toBe(join(shelf.folder, `${old}.heaptrail`));
  expect(shelf.find(scratch.path)).toBe(scratch.path);
  expect(() => shelf.find('nope')).toThrow('there is no recording "nope"');
});
