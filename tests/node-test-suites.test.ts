import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { installInto, typed } from './installed-project.ts';
import { sarifFaults } from './sarif-faults.ts';

/** The suite of node:test in the sample project. What hooks see of files differs by version. */

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'heaptrail-node-test-'));
  cpSync(fileURLToPath(new URL('../samples/ci-project', import.meta.url)), project, { recursive: true });
  mkdirSync(join(project, '.git'));
  installInto(project);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const script = () => JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')).scripts['test:node'];

async function suite(major: 20 | 22 | 24 | 26, more: string, env: NodeJS.ProcessEnv = {}) {
  const path = `${dirname(await nodeBinary(major))}:${process.env.PATH}`;
  const line = `PATH=${path} ${script().replace('--test ', `--test ${more} `)}`;
  return await typed(line, project, env);
}

function expectLeak(stdout: string): void {
  expect(stdout).toMatch(/^heaptrail: 1 of 2 test files leaves /m);
  expect(stdout).toMatch(/^ {2}test-node\/transcripts\.test\.mjs$/m);
  expect(stdout).toMatch(/held by {2}Map `transcripts`, 6,000 entries/);
  expect(stdout).toMatch(/line {5}src\/transcripts\.mjs:2 \(variable transcripts\)/);
}

describe.concurrent('heaptrail/node-test-reporter', { timeout: 120_000 }, () => {
  it.each([20, 26] as const)('names the file that leaks, on Node %d', async (major) => {
    const { code, stdout, stderr } = await suite(major, '', {
      HEAPTRAIL_SUITE_OUTPUTS: `junit=${major}.xml,sarif=${major}.sarif`,
    });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expectLeak(stdout);
    expect(readFileSync(join(project, `${major}.xml`), 'utf8')).toContain('failures="1"');
    expect(sarifFaults(readFileSync(join(project, `${major}.sarif`), 'utf8'))).toEqual([]);
  });

  it.each([
    [22, '--experimental-test-isolation=none'],
    [26, '--test-isolation=none'],
  ] as const)('tells files of one process apart, on Node %d', async (major, isolation) => {
    const { code, stdout, stderr } = await suite(major, `--import heaptrail/node-test-suite ${isolation}`, {
      HEAPTRAIL_SUITE_FAIL: '1',
    });
    expect({ code, stderr }).toMatchObject({ code: 1 });
    expectLeak(stdout);
  });

  it('says what it needs to tell files of one process apart', async () => {
    const { code, stdout } = await suite(26, '--test-isolation=none');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^heaptrail: test files that run in one process cannot be told apart/m);
    expect(stdout).toMatch(/^ {2}help: add --import heaptrail\/node-test-suite$/m);
  });
});
