import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const browserTests = ['tests/viewer.test.ts', 'tests/sample-pages.test.ts'];

/** The recordings of all samples wait for minutes: begun first, they wait beside everything else. */
class SamplesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isFirst = ({ moduleId }: TestSpecification) => moduleId.endsWith('/tests/samples.test.ts');
    const sorted = await super.sort(files);
    return [...sorted.filter(isFirst), ...sorted.filter((file) => !isFirst(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: SamplesFirst },
    globalSetup: 'scripts/build-kernels.mjs',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{format,judgement,probes,analyzer,viewer,cli,testing,samples}/**/*.test.ts'],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/**/*.test.ts'],
          exclude: browserTests,
          globalSetup: ['tests/sample-pages-folder.mjs'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each test starts real processes and takes real snapshots, and waits for them more than it computes: four at
          // a time keep two cores busy.
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          include: browserTests,
          globalSetup: ['scripts/ensure-chromium.mjs', 'tests/sample-pages-folder.mjs'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
