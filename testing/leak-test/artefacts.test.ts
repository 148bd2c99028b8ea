import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ScratchFolder } from '../scratch-folder.ts';
import { artefactsFor, removeArtefacts } from './artefacts.ts';

let scratch: ScratchFolder;
beforeEach(() => {
  scratch = new ScratchFolder();
});
afterEach(() => scratch.remove());

it('keeps a folder that it makes out of git, and removes it with its last recording', () => {
  const folder = path.join(scratch.path, 'heaptrail-artefacts');
  const first = artefactsFor('one', folder);
  const second = artefactsFor('two', folder);
  for (const { recording } of [first, second]) mkdirSync(recording);
  expect(readFileSync(path.join(folder, '.gitignore'), 'utf8')).toBe('*\n');
  removeArtefacts(first);
  expect(readdirSync(folder).toSorted()).toEqual(['.gitignore', path.basename(second.recording)]);
  removeArtefacts(second);
  expect(existsSync(folder)).toBe(false);
});

it('leaves a folder of a person as it is', () => {
  const own = path.join(scratch.path, 'own');
  mkdirSync(own);
  artefactsFor('one', own);
  expect(readdirSync(own)).toEqual([]);
});
