import { type Parameter, valuesOf } from './parameter.ts';

const test = (name: string) => ['judgement/kinds/births.test.ts', name] as const;

/** What owns the survivors has to have grown along with them. */
export const ownerParameters = {
  perInterval: {
    value: 0.3,
    unit: 'share',
    why: 'an interval shows growth if the owner gained this share of what was born in it: the rest may have replaced older objects',
    test: test('an owner that gains just enough of what is born'),
  },
  overall: {
    value: 0.4,
    unit: 'share',
    why: 'over all intervals, the owner must gain this share of what was born; a cache that evicts gains nothing',
    test: test('an owner that gains just enough over all'),
  },
  mostFall: {
    value: 0.5,
    unit: 'share',
    why: 'an owner that falls by more than this share of its gain goes up and down: its size at the end is chance',
    test: test('an owner that falls by half of its gain'),
  },
  mostReleased: {
    value: 0.5,
    unit: 'share',
    why: 'a heap that frees more than this share of what is born in it may only replace its objects',
    test: test('a heap that pulses counted lets go of half of what is born'),
  },
} satisfies Record<string, Parameter>;

/** What is spread below an owner with no group that explains it: nothing but its bytes says that it piles up. */
export const restParameters = {
  birthShare: {
    value: 0.3,
    unit: 'share',
    why: 'an interval must bring this share of the mean: a program that loads code and fills its tables brings little, and then much at once',
    test: test('brings just a share of the mean'),
    decision: 'D-165',
  },
} satisfies Record<string, Parameter>;

/** A site of allocation holds nothing: what is alive of its samples has to have grown. */
export const siteParameters = {
  fewestSamples: {
    value: 2,
    unit: 'samples',
    why: 'a single sample in an interval may be chance',
    test: test('a site with one sample in an interval'),
  },
  overall: {
    value: 0.5,
    unit: 'share',
    why: 'the live objects of a site must gain this share of what was born there: a cache that evicts has survivors of every age, but no more than before',
    test: test('a site whose living bytes gain half of what is born'),
  },
} satisfies Record<string, Parameter>;

/** New pages of native memory: the allocator puts what is freed to use again, which touches no page. */
export const pageBirthParameters = {
  birthShare: {
    value: 0.3,
    unit: 'share',
    why: 'an interval must bring this share of the mean, per time: arenas, pools and compiled code come at first and then no more',
    test: test('touches just a share of the mean'),
  },
  mostReleased: {
    value: 0.5,
    unit: 'share',
    why: 'a process that gave back more than this share of what an owner touched may only have moved its memory',
    test: test('touches pages while just half of them are given back'),
  },
} satisfies Record<string, Parameter>;

const owner = valuesOf(ownerParameters);
const page = valuesOf(pageBirthParameters);
const rest = valuesOf(restParameters);
const site = valuesOf(siteParameters);

/** How survivors by birth are checked against what was held. */
export interface BirthDemand {
  /** Of the mean of what was born, in each interval. */
  readonly birthShare: number;
  /** Of what was born in an interval; 0: any gain. */
  readonly perInterval: number;
  readonly overall: number;
  readonly mostFall: number;
  readonly mostReleased: number;
  /** Whether one interval of three or more may show no growth. */
  readonly mayMissOne: boolean;
  /** Whether the last interval may show none: what lets go of as much as it takes in at the end has filled. */
  readonly mayMissLast: boolean;
  /** Whether what was held is that of the owner alone, so that it can refute. */
  readonly isOwn: boolean;
}

/**
 * The counted entries of a container; what an owner retains; what is spread below an owner; all of the heap, as pulses
 * count it; a site of allocation; pages of native memory, against all of it.
 */
export type BirthCheck = 'container' | 'owner' | 'rest' | 'heap' | 'site' | 'pages';

const ofOwner: BirthDemand = {
  ...owner,
  birthShare: 0,
  mostReleased: Number.POSITIVE_INFINITY,
  mayMissOne: true,
  mayMissLast: true,
  isOwn: true,
};

export const birthDemands: Readonly<Record<BirthCheck, BirthDemand>> = {
  container: { ...ofOwner, mayMissLast: false },
  owner: ofOwner,
  rest: { ...ofOwner, birthShare: rest.birthShare },
  heap: { ...ofOwner, mostReleased: owner.mostReleased, isOwn: false },
  pages: { ...ofOwner, ...page, isOwn: false },
  site: {
    birthShare: 0,
    perInterval: 0,
    overall: site.overall,
    mostFall: 0,
    mostReleased: Number.POSITIVE_INFINITY,
    mayMissOne: false,
    mayMissLast: false,
    isOwn: true,
  },
};

export const { fewestSamples } = site;
