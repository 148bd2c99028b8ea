import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bunBinary, testedVersions } from '../scripts/fetch-bun.mjs';
import { installInto, typed } from './installed-project.ts';
import { sarifFaults } from './sarif-faults.ts';

/** The suite of bun test in the sample project. */

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'heaptrail-bun-suite-'));
  cpSync(fileURLToPath(new URL('../samples/ci-project', import.meta.url)), project, { recursive: true });
  mkdirSync(join(project, '.git'));
  installInto(project);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe.concurrent('heaptrail/bun-suite', { timeout: 120_000 }, () => {
  it.each(testedVersions)('names the file that leaks and what it leaves, in Bun %s', async (version) => {
    const { code, stdout, stderr } = await typed(`${await bunBinary(version)} test ./test-bun/`, project, {
      HEAPTRAIL_SUITE_OUTPUTS: `junit=${version}.xml,sarif=${version}.sarif`,
    });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(/^heaptrail: 1 of 2 test files leaves [\d.]+ MiB behind$/m);
    expect(stdout).toMatch(/^ {2}test-bun\/transcripts\.test\.mjs leaves .*\b6,0\d\d more Object\b/m);
    expect(readFileSync(join(project, `${version}.xml`), 'utf8')).toContain('failures="1"');
    const sarif = readFileSync(join(project, `${version}.sarif`), 'utf8');
    expect(sarifFaults(sarif)).toEqual([]);
    expect(sarif).toContain('"test-bun/transcripts.test.mjs"');
  });

  it('fails the run if it is told to', async () => {
    const { code, stderr } = await typed(`${await bunBinary()} test ./test-bun/`, project, {
      HEAPTRAIL_SUITE_FAIL: '1',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: test-bun\/transcripts\.test\.mjs leaves /m);
  });
});
