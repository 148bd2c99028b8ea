import type { CauseFinder } from './cause.ts';

/** Nothing of the program leads there. */
export const nodeInternals: CauseFinder = {
  cause: {
    name: 'Node itself',
    words: 'Node keeps it for itself, and nothing of the program leads there',
    remedy: 'nothing to do, unless it is more in every file',
    expected: true,
  },
  fits: ({ expression, path }) =>
    expression === '' || path.every(({ kind }) => kind === 'root' || kind === 'native'),
};
