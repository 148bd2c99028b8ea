import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { bunBinary, testedVersions } from '../scripts/fetch-bun.mjs';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { LeakTestProject } from './leak-test-project.ts';
import { outermostNodes } from './node-versions.ts';

/** Budgets in the runners that come with their runtime. Vitest's is in ci-project.test.ts, jest's in package.test.ts. */
const project = new LeakTestProject({
  'node.test.mjs': `
    import assert from 'node:assert';
    import { test } from 'node:test';
    import { assertAllocatesAtMost } from 'heaptrail/node-test';
    let kept;
    const doubles = () => { kept = new Array(1000).fill(1.5); };
    test('within', async () => { await assertAllocatesAtMost(doubles, { bytes: 9000 }); });
    test('beyond', async () => { await assertAllocatesAtMost(doubles, { bytes: 4096 }); });`,
  'bun.test.mjs': `
    import 'heaptrail/bun';
    import { expect, test } from 'bun:test';
    test('is told that Bun does not say', async () => { await expect(() => {}).toAllocateAtMost({ bytes: 4096 }); });
    test('has leak tests', () => { expect(typeof expect(() => {}).toLeak).toBe('function'); });`,
});
afterAll(() => project.remove());

function run(runtime: string, words: readonly string[]) {
  return promisify(execFile)(runtime, words, { cwd: project.path }).then(
    (ran) => ({ code: 0, ...ran }),
    (error: { readonly code: number; readonly stdout: string; readonly stderr: string }) => error,
  );
}

describe.concurrent('an allocation budget', { timeout: 120_000 }, () => {
  it.each(outermostNodes)('holds or fails in node:test of Node %d', async (major) => {
    const words = ['--test', '--test-reporter=tap', 'node.test.mjs'];
    const { code, stdout } = await run(await nodeBinary(major), words);
    expect(code, stdout).toBe(1);
    expect(stdout).toMatch(/^ok 1 - within$/m);
    expect(stdout).toMatch(/^not ok 2 - beyond$/m);
    expect(stdout).toMatch(
      /allocates [78]\.\d KiB \(8,\d{3} B\) per operation, more than the budget of 4\.0 KiB/,
    );
  });

  it.each(testedVersions)(
    'cannot be checked in Bun %s, which says so and still has leak tests',
    async (version) => {
      const { code, stderr } = await run(await bunBinary(version), ['test', './bun.test.mjs']);
      expect(code, stderr).toBe(1);
      expect(stderr).toMatch(/^UserError: Bun does not tell how much a program allocates/m);
      expect(stderr).toMatch(/^\(fail\) is told that Bun does not say/m);
      expect(stderr).toMatch(/^\(pass\) has leak tests/m);
    },
  );
});
