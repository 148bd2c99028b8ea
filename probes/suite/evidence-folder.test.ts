import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { suiteEvidenceFile, type WorkerEvidence } from '../../format/suite-evidence.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { EvidenceFolder, readEvidence } from './evidence-folder.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const worker: WorkerEvidence = { kind: 'worker', worker: '1-0', at: 0, alive: [], sites: [], cost: 0 };

it('reads whole lines only', () => {
  new EvidenceFolder(scratch.path).add(worker);
  appendFileSync(join(scratch.path, suiteEvidenceFile), '{"kind":"wor');
  expect(readEvidence(scratch.path)).toEqual([worker]);
});
