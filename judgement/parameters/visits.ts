import { type Parameter, valuesOf } from './parameter.ts';

const test = (name: string) => ['analyzer/visits/grown-places.test.ts', name] as const;

const ofSites = (name: string) => ['analyzer/visits/allocators.test.ts', name] as const;

/** Places that were measured at visits, without a snapshot. */
export const visitParameters = {
  fewestVisits: {
    value: 4,
    unit: 'moments',
    why: 'a place must have been measured at this many visits, and larger at each: nothing else than its size is known of it',
    decision: 'D-177',
    test: test('a place that was seen just often enough'),
  },
  visitsOfFew: {
    value: 6,
    unit: 'moments',
    why: 'what gained very few entries must have been larger at this many: sizes of work in flight are in rising order by chance once in 24 times for four, once in 720 for six',
    test: test('a place that gains very few'),
  },
  leastBytes: {
    value: 1024,
    unit: 'B',
    why: 'a place that gained less than this in all, as a few numbers do, is not reported: it is no reason to look into a program',
    decision: 'D-177',
    test: test('a place that gains just enough bytes'),
  },
  byVisits: {
    value: -0.05,
    unit: 'weight',
    why: 'a visit sees the size of a place, and not what dies with it',
    decision: 'D-177',
    test: test('a place that grows evenly'),
  },
  allocatorAlone: {
    value: 0.6,
    unit: 'weight',
    why: 'one function that keeps what it allocates led to a place: what it allocates may also be kept elsewhere',
    decision: 'D-191',
    test: ofSites('one function that led to a place'),
  },
  allocatorOfSeveral: {
    value: 0.4,
    unit: 'weight',
    why: 'all functions of a module reach its variables: of several that led to a place, the one that keeps most may not be it',
    decision: 'D-191',
    test: ofSites('the one that keeps most of several'),
  },
  leastUnnamedGain: {
    value: 64,
    unit: 'entries',
    why: 'a container that only a census met must gain this many entries: it has no path to tell that the growth is nothing, and Node itself has some that gain a few',
    decision: 'D-196',
    test: test('a container without a path that gains just enough'),
  },
  unnamed: {
    value: -0.25,
    unit: 'weight',
    why: 'a census sees what grows, and not which variable leads to it: the reader has to find that',
    decision: 'D-196',
    test: test('a container without a path is less sure'),
  },
} satisfies Record<string, Parameter>;

export const visitLimits = valuesOf(visitParameters);
