import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What is awaited comes late on a machine that does much else. */
const expect = { poll: { timeout: 15_000 } };

/** Of a real process on a shared machine: the output marks what was repeated, which has to be looked at (D-204). */
const retry = 1;

const browserTests = [
  'tests/viewer.test.ts',
  'tests/drawn-pages.test.ts',
  'tests/sample-pages.test.ts',
  'tests/pages.test.ts',
];

/** What waits and computes for longest begins first: the rest goes on beside it. */
const longest = [
  'samples',
  'fleet',
  'package',
  'allocations',
  'tree',
  'pulses',
  'readme',
  'all-clear',
  'observer',
  'leak-test',
  'workers',
  'window',
  'stacks',
  'attach',
  'recording-ends',
];
/** It opens the pages that the tests of the samples leave. */
const last = ['sample-pages'];

/** Whole programs first, and what tests one module between the others: it is short and never waits. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}

function place({ moduleId }: TestSpecification): number {
  const [, name] = /\/tests\/([\w-]+)\.test\.ts$/.exec(moduleId) ?? [];
  if (name === undefined) return longest.length + 1;
  if (last.includes(name)) return longest.length + 2;
  return longest.includes(name) ? longest.indexOf(name) : longest.length;
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    globalSetup: 'scripts/build-kernels.mjs',
    // Most tests start real processes and wait for them more than they compute: three at a time keep two cores busy. With
    // four or six, captures took up to ten times as long, and what was recorded meanwhile could not be judged.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{format,store,judgement,probes,analyzer,fleet,viewer,doctor,cli,assist,testing,samples,docs}/**/*.test.ts',
            'bench/agents/**/*.test.mjs',
          ],
          // For a machine on which much else is going on.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // They change nothing that another file sees: a worker loads the modules once for all of them.
          pool: 'threads',
          isolate: false,
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'e2e',
          expect,
          retry,
          include: ['tests/**/*.test.ts'],
          exclude: browserTests,
          globalSetup: ['tests/sample-pages-folder.mjs'],
          testTimeout: 240_000,
          // A process of its own for each file took a second of every one of them.
          isolate: false,
          hookTimeout: 120_000,
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'browser',
          expect,
          retry,
          include: browserTests,
          globalSetup: ['scripts/ensure-chromium.mjs', 'tests/sample-pages-folder.mjs'],
          testTimeout: 150_000,
          hookTimeout: 120_000,
          maxWorkers: 3,
        },
      },
    ],
  },
});
