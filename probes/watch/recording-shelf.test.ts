import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { RecordingShelf } from './recording-shelf.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

function recording(name: string, size: number, age: number): string {
  const folder = path.join(scratch.path, name);
  mkdirSync(path.join(folder, 'captures'), { recursive: true });
  const file = path.join(folder, 'captures/001.heapsnapshot');
  writeFileSync(file, Buffer.alloc(size));
  utimesSync(file, 1e9 - age, 1e9 - age);
  return folder;
}

it('removes the oldest recordings of its own until the rest fits', async () => {
  const oldest = recording('look-1-20260101-000000.heaptrail', 1_000, 500);
  const older = recording('ledger-1-20260102-000000.heaptrail', 1_000, 400);
  const written = recording('ledger-1-20260101-120000.heaptrail', 1_000, 450);
  const newest = recording('look-2-20260103-000000.heaptrail', 1_000, 100);
  const foreign = recording('mine.heaptrail', 9_000, 900);
  const shelf = new RecordingShelf(scratch.path, 2_500);
  shelf.hold(written);
  expect(await shelf.makeRoom()).toEqual([oldest, older]);
  expect([oldest, older, written, newest, foreign].map((folder) => existsSync(folder))).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
  expect(await shelf.makeRoom()).toEqual([]);
});

it('keeps what is still read until it is released, also if the budget is long spent', async () => {
  const folder = path.join(scratch.path, 'held');
  mkdirSync(folder);
  const read = recording('held/look-1-20260101-000000.heaptrail', 3_000, 500);
  const shelf = new RecordingShelf(folder, 1_000);
  shelf.hold(read);
  expect(await shelf.makeRoom()).toEqual([]);
  shelf.release(read);
  expect(await shelf.makeRoom()).toEqual([read]);
});

it('has nothing to remove where its folder does not exist', async () => {
  expect(await new RecordingShelf(path.join(scratch.path, 'nowhere'), 1).makeRoom()).toEqual([]);
});

it('gives each recording a place of its own', async () => {
  const shelf = new RecordingShelf(path.join(scratch.path, 'new'), 1e9);
  const first = await shelf.place('look', 42);
  mkdirSync(first);
  const second = await shelf.place('look', 42);
  expect(second).not.toBe(first);
  expect(path.dirname(second)).toBe(path.join(scratch.path, 'new'));
});

it('keeps a folder that it makes out of git, and changes no other', async () => {
  const own = path.join(scratch.path, 'made');
  await new RecordingShelf(own, 1).place('look', 1);
  expect(readFileSync(path.join(own, '.gitignore'), 'utf8')).toBe('*\n');
  const project = path.join(scratch.path, 'project');
  mkdirSync(project);
  await new RecordingShelf(project, 1).place('look', 1);
  expect(existsSync(path.join(project, '.gitignore'))).toBe(false);
});
