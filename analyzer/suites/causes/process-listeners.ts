import type { CauseFinder } from './cause.ts';

/** The process outlives every file in it. */
export const processListeners: CauseFinder = {
  cause: {
    name: 'listener of the process',
    words: 'a listener was added to process, which outlives every test file that runs in it',
    remedy: 'remove it with process.off in afterEach or afterAll',
  },
  fits: ({ expression }) => /^process\b.*_events/.test(expression) || expression.startsWith('process.on'),
};
