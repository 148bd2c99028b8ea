import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { beyond, keepRecordings } from './keep-recordings.ts';

let scratch: ScratchFolder;
beforeEach(() => {
  scratch = new ScratchFolder();
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  scratch.remove();
});

/** A recording whose last file is so many minutes old. */
function recording(name: string, minutes: number, state = 'complete'): string {
  const folder = path.join(scratch.path, name);
  mkdirSync(folder);
  const file = path.join(folder, 'recording.json');
  writeFileSync(file, `{ "state": "${state}" }`);
  const at = Date.now() / 1000 - minutes * 60;
  utimesSync(file, at, at);
  return folder;
}

const named = (n: number) => `heaptrail-${n}-20260131-23595${n}.heaptrail`;
const left = () => [1, 2, 3, 4].filter((n) => existsSync(path.join(scratch.path, named(n))));
const all = { recordings: Infinity, size: Infinity };

it('deletes the oldest beyond a number, and says which', async () => {
  for (const n of [1, 2, 3]) recording(named(n), 10 - n);
  const newest = recording(named(4), 0);
  await keepRecordings(newest, { ...all, recordings: 2 });
  expect(left()).toEqual([3, 4]);
  expect(process.stderr.write).toHaveBeenCalledWith(
    expect.stringMatching(/^deleted 2 old recordings \(\d+ B\): heaptrail-2-.*, heaptrail-1-.*; --keep all/),
  );
});

it('never deletes the new one', async () => {
  recording(named(1), 5);
  await keepRecordings(recording(named(2), 0), { recordings: 1, size: 1 });
  expect(left()).toEqual([2]);
});

it('leaves alone what a person named, what is still written and what is no recording', async () => {
  const before = recording('before.heaptrail', 90);
  const running = recording(named(1), 60, 'recording');
  const other = path.join(scratch.path, named(2));
  mkdirSync(other);
  await keepRecordings(recording(named(3), 0), { ...all, recordings: 1 });
  expect([before, running, other].filter((folder) => !existsSync(folder))).toEqual([]);
});

it('deletes what was killed while it recorded, a day later', async () => {
  const minutes = 24 * 60;
  recording(named(1), minutes - 5, 'recording');
  recording(named(2), minutes + 5, 'recording');
  await keepRecordings(recording(named(3), 0), { ...all, recordings: 1 });
  expect(left()).toEqual([1, 3]);
});

it('deletes nothing beside a folder that a person named', async () => {
  recording(named(1), 5);
  await keepRecordings(recording('mine.heaptrail', 0), { ...all, recordings: 1 });
  expect(left()).toEqual([1]);
});

it('keeps to a size, and one to compare with', () => {
  const old = (folder: string, size: number, changedAt: number) => ({ folder, size, changedAt });
  const others = [old('a', 5, 1), old('b', 5, 2), old('c', 5, 3)];
  const folders = (size: number) => beyond(others, { ...all, size }).map(({ folder }) => folder);
  expect(folders(15)).toEqual([]);
  expect(folders(14)).toEqual(['a']);
  expect(folders(9)).toEqual(['b', 'a']);
  expect(folders(-100)).toEqual(['b', 'a']);
});
