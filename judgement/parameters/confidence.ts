import { type Parameter, valuesOf } from './parameter.ts';

const test = (name: string) => ['analyzer/explain/confidence.test.ts', name] as const;
const ended = (name: string) => ['analyzer/explain/ended/dead-weight.test.ts', name] as const;
const history = (name: string) => ['analyzer/explain/history.test.ts', name] as const;

/** What each signal adds to the confidence in a suspect: a proven one starts at 0.6, and only evidence takes it to the top. */
export const confidenceParameters = {
  confirmed: {
    value: 0.6,
    unit: 'weight',
    why: 'earlier captures or pulses prove the growth: more likely a leak than not',
    test: test('a proven suspect'),
  },
  unconfirmed: {
    value: 0.25,
    unit: 'weight',
    why: 'a single capture cannot tell a leak from a cache that replaces its entries',
    decision: 'D-008',
    test: test('one that is not proven'),
  },
  uniform: {
    value: 0.2,
    unit: 'weight',
    why: 'for equal gains in every interval, less for unequal ones: a leak gains as work is done',
    test: test('half as much in one interval'),
  },
  threeIntervals: {
    value: 0.1,
    unit: 'weight',
    why: 'of three intervals, one is neither start-up nor in flight',
    test: test('a proven suspect'),
  },
  oneInterval: {
    value: -0.3,
    unit: 'weight',
    why: 'with one interval, objects in flight look like survivors',
    decision: 'D-003',
    test: test('only one interval'),
  },
  countedOnly: {
    value: -0.05,
    unit: 'weight',
    why: 'entries older than the recording have no birth interval: only their number was seen',
    test: test('entries that were only counted'),
  },
  wholePerOperation: {
    value: 0.08,
    unit: 'weight',
    why: 'whole numbers of objects per operation come from code, not from chance',
    test: test('just a whole number per operation'),
  },
  heldByRoots: {
    value: -0.1,
    unit: 'weight',
    why: 'objects that only engine roots hold may be in use by the engine',
    test: test('held by roots alone'),
  },
  inModule: {
    value: 0.05,
    unit: 'weight',
    why: 'a variable of a module of the program lives as long as the program',
    test: test('held in a module'),
  },
  boundBeside: {
    value: -0.2,
    unit: 'weight',
    why: 'a limit next to a container suggests a cache that is still filling',
    test: test('a bound beside it'),
  },
  matchedByPath: {
    value: -0.2,
    unit: 'weight',
    why: 'counting objects by path is weaker evidence than their ids',
    decision: 'D-010',
    test: test('matched by its path'),
  },
  veryFew: {
    value: -0.25,
    unit: 'weight',
    why: 'so few entries may all be waiting for their TTL to expire',
    decision: 'D-073',
    test: test('just very few entries'),
  },
  neverReleased: {
    value: 0.05,
    unit: 'weight',
    why: 'what holds its rate times its age has released nothing in all that time',
    decision: 'D-160',
    test: history('knows a container that never released an entry'),
  },
  releasedBefore: {
    value: -0.1,
    unit: 'weight',
    why: 'what holds far less than its rate times its age has released before, or grows since lately: a leak on a rare condition does the latter',
    decision: 'D-160',
    test: history('knows a container that released before'),
  },
  deadWeight: {
    value: 0.1,
    unit: 'weight',
    why: 'what a closed socket or an exited child needs is over: to keep it is a fault or a very long memory',
    decision: 'D-159',
    test: ended('counts entries that are closed sockets'),
  },
  perEnd: {
    value: 0.1,
    unit: 'weight',
    why: 'what stays of each session that ended belongs to nobody: a cache or a log does not count in sessions',
    decision: 'D-166',
    test: ['analyzer/explain/ended/per-end.test.ts', 'what gains as many as ended'],
  },
  few: {
    value: -0.05,
    unit: 'weight',
    why: 'as for very few entries, with less doubt',
    test: test('just few entries'),
  },
} satisfies Record<string, Parameter>;

/** Where signals begin, and where their sum ends. */
export const signalParameters = {
  veryFewEntries: {
    value: 40,
    unit: 'entries',
    why: 'below this number in the whole window, the entries may be chance or may still expire',
    decision: 'D-073',
    test: test('just more than very few entries'),
  },
  fewEntries: {
    value: 100,
    unit: 'entries',
    why: 'above this number, entries that all expire within one short window are rare',
    test: test('just more than few entries'),
  },
  longerThanMostLives: {
    value: 15 * 60_000,
    unit: 'ms',
    why: 'cache entries and sessions live for minutes: a window longer than that sees most of them end',
    test: test('a window that is just longer than most lives'),
  },
  enoughIntervals: {
    value: 3,
    unit: 'intervals',
    why: 'one interval may be start-up and one in flight: the third is neither',
    test: test('only two intervals'),
  },
  wholeWithin: {
    value: 0.02,
    unit: 'objects',
    why: 'a count may miss operations that run during a capture',
    test: test('just no whole number per operation'),
  },
  mostSure: {
    value: 0.99,
    unit: 'confidence',
    why: 'no measurement is beyond doubt',
    test: test('all that speaks for it'),
  },
  leastSure: {
    value: 0.05,
    unit: 'confidence',
    why: 'everything that is reported was seen to grow in some way',
    test: test('all that speaks against it'),
  },
} satisfies Record<string, Parameter>;

/** Entries that keep what has ended. */
export const deadWeightParameters = {
  fewestEntries: {
    value: 5,
    unit: 'entries',
    why: 'fewer may have ended a moment ago and still be waiting to be taken out',
    test: ended('just enough entries'),
  },
  endedShare: {
    value: 0.5,
    unit: 'share',
    why: 'a pool of connections has some that were closed a moment ago; in a pile of leftovers they are most',
    decision: 'D-159',
    test: ended('just enough that have ended'),
  },
} satisfies Record<string, Parameter>;

/** Entries against age: where the history of a container says something. */
export const historyParameters = {
  oldEnough: {
    value: 3,
    unit: 'factor',
    why: 'a past that is not longer than this beside the recording is start-up in large part',
    decision: 'D-160',
    test: history('just old enough'),
  },
  fewestEntries: {
    value: 100,
    unit: 'entries',
    why: 'fewer expected ones may be missing by chance',
    test: history('just enough expected entries'),
  },
  steady: {
    value: 0.5,
    unit: 'share',
    why: 'a rate that halves from interval to interval says nothing of hours',
    decision: 'D-160',
    test: history('just steady'),
  },
  keptAll: {
    value: 0.8,
    unit: 'share',
    why: 'load changes somewhat: up to a fifth less, or as much more, is still the same rate',
    decision: 'D-160',
    test: history('just kept all'),
  },
  keptFew: {
    value: 0.2,
    unit: 'share',
    why: 'so few are left only if most were released, or if the growth is younger than the process',
    decision: 'D-160',
    test: history('just kept few'),
  },
} satisfies Record<string, Parameter>;

export const confidenceWeights = valuesOf(confidenceParameters);
export const signalLimits = valuesOf(signalParameters);
export const deadWeightLimits = valuesOf(deadWeightParameters);
export const historyLimits = valuesOf(historyParameters);
