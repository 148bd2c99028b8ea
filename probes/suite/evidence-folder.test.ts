import { appendFileSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type FileEvidence, suiteEvidenceFile } from '../../format/suite-evidence.ts';
import { suiteLimits } from '../../judgement/parameters/suites.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { EvidenceFolder, readEvidence } from './evidence-folder.ts';

const { leastSurviving: least, captures, shareOfTime, muchMore, filesForUsual } = suiteLimits;

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

function emptyFolder(): string {
  return mkdtempSync(join(scratch.path, 'suite-'));
}

function folderWith(lines: readonly Partial<FileEvidence>[]): EvidenceFolder {
  const folder = new EvidenceFolder(emptyFolder(), 0);
  for (const line of lines) folder.add({ ...silent, ...line });
  return folder;
}

const silent: FileEvidence = {
  file: 'a.test.ts',
  hasOwnModules: false,
  worker: '1-0',
  at: 0,
  bytes: 0,
  heapUsed: 0,
  sites: [],
  handles: [],
  cost: 0,
};
const capture = { file: 'a.heapsnapshot', scripts: 'a.scripts.json', sizes: [] };

it('captures a file that leaves just enough', () => {
  const folder = folderWith([]);
  expect(folder.allowsCapture(least, 1_000)).toBe(true);
  expect(folder.allowsCapture(least - 1, 1_000)).toBe(false);
});

it('captures three files, then only as time allows', () => {
  const taken = { bytes: least, cost: 500, capture };
  const few = folderWith(new Array(captures - 1).fill(taken));
  expect(few.allowsCapture(least, 1)).toBe(true);
  const enough = folderWith(new Array(captures).fill(taken));
  const after = ((captures + 1) * taken.cost) / shareOfTime;
  expect(enough.allowsCapture(least, after)).toBe(true);
  expect(enough.allowsCapture(least, after - 1)).toBe(false);
});

it('captures a file that leaves much more than all before', () => {
  const folder = folderWith(new Array(captures).fill({ bytes: 2 * least, cost: 500, capture }));
  expect(folder.allowsCapture(2 * least * muchMore + 1, 1)).toBe(true);
  expect(folder.allowsCapture(2 * least * muchMore, 1)).toBe(false);
});

it('leaves out what files usually leave', () => {
  const folder = folderWith(new Array(filesForUsual).fill({ bytes: least }));
  expect(folder.allowsCapture(2 * least, 1)).toBe(true);
  expect(folder.allowsCapture(2 * least - 1, 1)).toBe(false);
  const fewer = folderWith(new Array(filesForUsual - 1).fill({ bytes: least }));
  expect(fewer.allowsCapture(2 * least - 1, 1)).toBe(true);
});

it('reads whole lines only', () => {
  const path = emptyFolder();
  new EvidenceFolder(path, 0).add(silent);
  appendFileSync(join(path, suiteEvidenceFile), '{"file":"b.te');
  expect(readEvidence(path).map(({ file }) => file)).toEqual(['a.test.ts']);
});
