import { type Parameter, valuesOf } from './parameter.ts';

const ofHanging = (name: string) => ['analyzer/heap/hanging.test.ts', name] as const;
const ofChains = (name: string) => ['analyzer/growth/chains.test.ts', name] as const;

/** When things that hang in a heap are alike, and so one group. */
export const hangingParameters = {
  dictionaryFrom: {
    value: 12,
    unit: 'entries',
    why: 'more names than this are data, not fields: programmers seldom write that many of one kind',
    test: ofHanging('by its own name beside eleven others'),
  },
  longestPeriod: {
    value: 8,
    unit: 'objects',
    why: 'how far above a link the previous one is searched for: list, wrapper, node, value, promise, reaction, closure, scope',
    test: ofChains('links are a chain with up to seven others between them'),
  },
  fewestLinks: {
    value: 8,
    unit: 'objects',
    why: 'this many links must follow the first one: fewer repetitions are nesting, not a chain',
    test: ofChains('eight links after the first one are a chain'),
  },
  longestPath: {
    value: 120,
    unit: 'steps',
    why: 'a path that is longer after its chains are folded loses its middle: nobody reads it, and a million steps fill a report',
    test: ['analyzer/paths/fold-path.test.ts', 'a path of more than 120 steps loses its middle'],
    decision: 'D-168',
  },
  nestingWindow: {
    value: 24,
    unit: 'objects',
    why: 'how far above a member its parent member is searched for: three periods of a chain, so that a missing link is skipped',
    test: ['analyzer/growth/groups.test.ts', 'a member that lies within another one is found up to 24 above'],
  },
} satisfies Record<string, Parameter>;

export const hanging = valuesOf(hangingParameters);
