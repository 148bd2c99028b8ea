import type { PartName, PartState } from './verdict.ts';

/** What a reader calls each part of memory. */
export const partNames: Readonly<Record<PartName, string>> = {
  heap: 'JavaScript heap',
  external: 'external memory',
  native: 'native memory',
  resident: 'resident memory',
  children: 'child processes',
  handles: 'handles',
  threads: 'threads',
};

export const stateWords: Readonly<Record<PartState, string>> = {
  grows: 'grows',
  'does-not-grow': 'does not grow',
  'not-judged': 'not judged',
};
