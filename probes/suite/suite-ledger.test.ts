import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { suiteSizeFile } from '../../format/suite-evidence.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { SuiteLedger } from './suite-ledger.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

it('adds up what all workers spent, in whole lines', () => {
  const folder = mkdtempSync(join(scratch.path, 'suite-'));
  new SuiteLedger(folder).add({ worked: 1_000, looked: 20.4, captured: 500, bytes: 2 ** 20 });
  new SuiteLedger(folder).add({ worked: 500, looked: 10, captured: 0, bytes: 0 });
  appendFileSync(join(folder, 'ledger'), '500 10');
  expect(new SuiteLedger(folder).totals()).toEqual({
    worked: 1_500,
    looked: 30,
    looks: 2,
    captured: 500,
    captures: 1,
    mostCaptured: 2 ** 20,
  });
});

it('knows when every file has begun', () => {
  const folder = mkdtempSync(join(scratch.path, 'suite-'));
  const ledger = new SuiteLedger(folder);
  ledger.begin();
  expect(ledger.isEveryFileBegun()).toBe(false);
  writeFileSync(join(folder, suiteSizeFile), '2');
  expect(ledger.isEveryFileBegun()).toBe(false);
  ledger.begin();
  expect(ledger.isEveryFileBegun()).toBe(true);
});
