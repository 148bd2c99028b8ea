import type { CauseFinder } from './cause.ts';

/** Variables of the test file itself go with it. */
export const testFile: CauseFinder = {
  cause: {
    name: 'test file',
    words: 'a variable of the test file holds it, and goes with the file',
    remedy: 'release it in afterAll if the worker runs out of memory while the file runs',
    expected: true,
  },
  // A file with modules of its own is over with all its variables, unless something outside keeps them.
  fits: ({ path, keptBy }, testFiles) =>
    keptBy === undefined && path[0]?.kind === 'module' && testFiles.has(path[0].name),
};
