import { type Parameter, valuesOf } from './parameter.ts';

const test = (name: string) => ['judgement/kinds/levels.test.ts', name] as const;

/** One value that is larger at each moment: a string that grows, a buffer that is copied. */
export const valueParameters = {
  leastStep: {
    value: 65,
    unit: 'B',
    why: 'a header and its padding: a value that gains less in an interval did not grow',
    test: test('a value that gains just a step'),
  },
  mostFall: {
    value: 64,
    unit: 'B',
    why: 'a value that gets smaller by more than a header and its padding is replaced, not growing',
    test: test('a value that falls by just a header'),
  },
  leastMean: {
    value: 2048,
    unit: 'B',
    why: 'counters and time stamps grow by less than this per interval',
    test: test('a value that gains just enough per interval'),
  },
} satisfies Record<string, Parameter>;

/** The entries of a container, counted at each moment. */
export const entryParameters = {
  stepShare: {
    value: 0.3,
    unit: 'share',
    why: 'an interval shows growth from this share of the mean gain on',
    test: test('a table whose entries are counted that gains just a share of the mean'),
  },
  fallShare: {
    value: 0.3,
    unit: 'share',
    why: 'what falls by more than this share of its gain goes up and down: its size at any moment is chance',
    test: test('a table whose entries are counted that falls by just a share of its gain, once'),
  },
  leastKept: {
    value: 0.5,
    unit: 'share',
    why: 'a table has turned over if less than this share of its previous contents is left',
    test: test('a table whose entries are counted that keeps half of what it held'),
  },
  evenShare: {
    value: 0.6,
    unit: 'share',
    why: 'a table that turned over must gain this evenly (least gain / largest gain): random numbers rise in order once in 24 times, but hardly evenly',
    test: test('a table whose entries are counted that turns over and gains evenly'),
  },
  evenIntervals: {
    value: 3,
    unit: 'intervals',
    why: 'this many intervals must be even: fewer may be even by chance',
    test: test('a table whose entries are counted that turns over and was seen over two intervals'),
  },
} satisfies Record<string, Parameter>;

/** The store of a container whose entries are not drawn: only its room is known. */
export const storeParameters = {
  shareOfFirst: {
    value: 0.25,
    unit: 'share',
    why: 'a store grows in steps of at least half of itself; less is rounding',
    test: test('a store of which only the size is known that gains just a quarter'),
  },
} satisfies Record<string, Parameter>;

/** What is left of memory after each capture, while a recording goes on. */
export const floorParameters = {
  heapStep: {
    value: 64 * 1024,
    unit: 'B',
    why: 'the floor of the heap must rise by this in each interval: the engine itself moves it by a few KiB',
    test: test('a heap floor that rises by just a step'),
  },
  residentStep: {
    value: 8 * 1024 * 1024,
    unit: 'B',
    why: 'resident memory must rise by this in each interval: captures themselves move it by a few MiB',
    test: test('a resident floor that rises by just a step'),
  },
  windows: {
    value: 4,
    unit: 'moments',
    why: 'this many floors in a row must rise: fewer cannot tell a leak from warm-up',
    test: ['probes/session/series/growth-watch.test.ts', 'growthIsSustained waits for the fourth'],
  },
} satisfies Record<string, Parameter>;

const value = valuesOf(valueParameters);
const entries = valuesOf(entryParameters);
const store = valuesOf(storeParameters);
const floors = valuesOf(floorParameters);

/** Entries that say themselves when they are to leave. */
export const expiryParameters = {
  mostOverdue: {
    value: 60_000,
    unit: 'ms',
    why: 'what removes expired entries comes once in a while: an entry that is overdue by less may still be waiting for it',
    test: test('an entry that is overdue by just a minute'),
  },
  longestStay: {
    value: 900_000,
    unit: 'ms',
    why: 'nobody looks for longer to see whether it leaves: what stays for so long fills memory as a leak does',
    test: test('an entry that is to leave in just a quarter of an hour'),
  },
} satisfies Record<string, Parameter>;

export const { mostOverdue, longestStay } = valuesOf(expiryParameters);

/** What a series of levels has to look like. Amounts are in its own unit, shares are of its whole gain or of the mean gain. */
export interface LevelDemand {
  readonly leastStep: number;
  readonly stepShare: number;
  readonly mostFall: number;
  readonly fallShare: number;
  readonly leastMean: number;
  /** The least gain, as a share of what was there first; above 0 it must have been there. */
  readonly shareOfFirst: number;
  readonly mustHaveBeenThere: boolean;
  readonly mayMissOne: boolean;
  /** Whether it must be larger at each moment, if only by one. */
  readonly mustRise: boolean;
  /** Whether its intervals are of different lengths, so that a short one may bring less. */
  readonly isUneven: boolean;
  /** Whether one step in all intervals is as much as can be expected, and leaves a doubt. */
  readonly growsInSteps: boolean;
  /** Whether it is a number of things, so that getting less by more than chance leaves a doubt. */
  readonly isCount: boolean;
}

/** See `entryParameters`. */
export const { leastKept, evenShare, evenIntervals } = valuesOf(entryParameters);

const strict: LevelDemand = {
  leastStep: 0,
  stepShare: 0,
  mostFall: 0,
  fallShare: 0,
  leastMean: 0,
  shareOfFirst: 0,
  mustHaveBeenThere: false,
  mayMissOne: false,
  mustRise: false,
  isUneven: false,
  growsInSteps: false,
  isCount: false,
};

export type LevelKind =
  | 'value'
  | 'entries'
  | 'visited value'
  | 'visited entries'
  | 'store'
  | 'class'
  | 'heap floor'
  | 'resident floor';

export const levelDemands: Readonly<Record<LevelKind, LevelDemand>> = {
  value: { ...strict, ...value, mustHaveBeenThere: true, mayMissOne: true },
  entries: { ...strict, ...entries, mayMissOne: true, isCount: true },
  // What was visited was asked for nothing but its size: it has to be larger each time.
  'visited value': { ...strict, ...value, mustHaveBeenThere: true },
  // The intervals between visits are uneven: one of them may bring less than its share.
  'visited entries': {
    ...{ ...strict, ...entries, mayMissOne: true, mustRise: true },
    ...{ isUneven: true, isCount: true },
  },
  store: { ...strict, ...store, mustHaveBeenThere: true, growsInSteps: true },
  class: strict,
  'heap floor': { ...strict, leastStep: floors.heapStep },
  'resident floor': { ...strict, leastStep: floors.residentStep },
};

/** How many floors in a row are looked at. */
export const floorsInARow = floors.windows;
