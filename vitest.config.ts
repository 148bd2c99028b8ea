import { defineConfig } from 'vitest/config';

const browserTests = ['tests/viewer.test.ts', 'tests/sample-pages.test.ts'];

export default defineConfig({
  test: {
    globalSetup: 'scripts/build-kernels.mjs',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{format,probes,analyzer,viewer,cli,testing,samples}/**/*.test.ts'],
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
          // Each test starts real processes and takes real snapshots, and waits for them more than it computes: three at
          // a time keep two cores busy.
          maxWorkers: 3,
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
