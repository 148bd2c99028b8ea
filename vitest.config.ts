import { defineConfig } from 'vitest/config';

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
          exclude: ['tests/viewer.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each test starts real processes and takes real snapshots: two at a time is what two cores carry.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/viewer.test.ts'],
          globalSetup: ['scripts/ensure-chromium.mjs'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
