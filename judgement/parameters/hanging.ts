import { type Parameter, valuesOf } from './parameter.ts';

const ofHanging = (name: string) => ['analyzer/heap/hanging.test.ts', name] as const;
const ofChains = (name: string) => ['analyzer/growth/chains.test.ts', name] as const;

/** When things that hang in a heap are alike, and so one group. */
export const hangingParameters = {
  dictionaryFrom: {
    value: 12,
    unit: 'entries',
    why: 'more names than this are data, not fields: programmers seldom write so many of one kind',
    test: ofHanging('by its own name beside eleven others'),
  },
  longestPeriod: {
    value: 8,
    unit: 'objects',
    why: 'so far above a link the one before it is looked for: list, wrapper, node, value, promise, reaction, closure, scope',
    test: ofChains('links are a chain with up to seven others between them'),
  },
  fewestLinks: {
    value: 8,
    unit: 'objects',
    why: 'so many links have to follow the first one: fewer repetitions are nesting, not a chain',
    test: ofChains('eight links after the first one are a chain'),
  },
  nestingWindow: {
    value: 24,
    unit: 'objects',
    why: 'so far above a member the one that it is nested in is looked for: three periods of a chain, so that a link which was left out is stepped over',
    test: ['analyzer/growth/groups.test.ts', 'a member that lies within another one is found up to 24 above'],
  },
} satisfies Record<string, Parameter>;

export const hanging = valuesOf(hangingParameters);
