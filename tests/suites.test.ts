import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../format/report.ts';
import { LeakTestProject } from './leak-test-project.ts';

/** Suites of a few files, one of them leaking, run by vitest as a user would. Jest is in package.test.ts. */
const sessions = `
export interface Session { readonly id: number; readonly text: string }

export const sessions = new Map<number, Session>();

export function open(id: number): void {
  sessions.set(id, { id, text: Math.random() + ' is what it says' });
}
export function close(id: number): void { sessions.delete(id); }
`;

const leaking = `
import { expect, test } from 'vitest';
import { open, sessions } from './sessions.ts';
test('opens', () => {
  for (let id = 0; id < 6000; id++) open(id);
  expect(sessions.size).toBe(6000);
});
`;

const clean = `
import { expect, test, vi } from 'vitest';
import { close, open, sessions } from './sessions.ts';
const own: object[] = [];
test('closes', () => {
  const before = sessions.size;
  const close = vi.fn((id) => sessions.delete(id));
  for (let id = 10_000; id < 14_000; id++) { open(id); close(id); own.push({ id, text: Math.random() + ' stays' }); }
  expect(sessions.size).toBe(before);
});
`;

const project = new LeakTestProject({
  'sessions.ts': sessions,
  'leaks.test.ts': leaking,
  'closes.test.ts': clean,
  'closes-too.test.ts': clean,
});
afterAll(() => project.remove());

async function runSuite(name: string, test: object) {
  const config = {
    test: {
      ...test,
      reporters: [
        'dot',
        ['heaptrail/vitest-reporter', { outputs: [`json=${name}.json`, `junit=${name}.xml`] }],
      ],
    },
  };
  project.write({ [`${name}.config.mjs`]: `export default ${JSON.stringify(config)};` });
  const words = ['node_modules/vitest/vitest.mjs', 'run', '--config', `${name}.config.mjs`];
  const env = { ...process.env, NO_COLOR: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: project.path, env });
  const read = (extension: string) => readFileSync(join(project.path, `${name}.${extension}`), 'utf8');
  return { stdout, report: JSON.parse(read('json')) as Report, junit: read('xml') };
}

describe('heaptrail/vitest-reporter', { timeout: 240_000 }, () => {
  it.each([
    ['forks', { pool: 'forks' }],
    ['threads', { pool: 'threads' }],
    ['shared', { pool: 'forks', isolate: false, maxWorkers: 1 }],
    ['contexts', { pool: 'vmForks' }],
  ])('names the file, its holder and the line, and nothing else: %s', async (name, test) => {
    const { stdout, report, junit } = await runSuite(name, test);
    expect(report.suspects.map(({ title }) => title)).toEqual([
      expect.stringMatching(/^Map `sessions` keeps about [\d,]+ objects \(.*\) of leaks\.test\.ts$/),
    ]);
    expect(stdout).toMatch(/^heaptrail: 1 of 3 test files leaves .* behind$/m);
    expect(stdout).toMatch(/line {5}sessions\.ts:4 \(variable sessions\)/);
    expect(stdout).toMatch(/made at {2}sessions\.ts:6:\d+ \(function open\)/);
    expect(junit).toContain('failures="1"');
  });
});
