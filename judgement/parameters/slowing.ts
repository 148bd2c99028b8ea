import { type Parameter, valuesOf } from './parameter.ts';

const test = (name: string) => ['judgement/slowing.test.ts', name] as const;

/** What gets less from interval to interval may end by itself: a cache that fills, code that warms up. */
export const slowingParameters = {
  maxStepRatio: {
    value: 0.85,
    unit: 'share',
    why: 'each interval brings at most this share of the one before it; even growth differs by less',
    test: test('each step is just at the ratio'),
  },
  maxTotalRatio: {
    value: 0.55,
    unit: 'share',
    why: 'the last interval brings at most this share of the first; small steps down are noise',
    test: test('the last interval is just at the ratio of the first'),
  },
  nearlyFull: {
    value: 0.1,
    unit: 'share',
    why: 'a container is nearly full if at most this share of its entries is still to come at its pace',
    test: test('what is still to come a container of which a tenth'),
  },
  steadyPace: {
    value: 0.33,
    unit: 'share',
    why: 'gains shrink at a steady pace if the sharpest step down, relative to the interval before it, is at least this share of the gentlest',
    test: test('what is still to come needs a steady pace'),
  },
  intervalsOfPace: {
    value: 3,
    unit: 'intervals',
    why: 'two steps down make a pace; one may be chance',
    test: test('what is still to come needs two steps'),
  },
  beyondChance: {
    value: 3,
    unit: 'standard deviations',
    why: 'the first interval and the last must differ by this much: counts of independent events differ by less',
    test: test('the difference is just beyond chance'),
  },
} satisfies Record<string, Parameter>;

export const slowing = valuesOf(slowingParameters);
