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
    why: 'with at most this share of its entries still to come at its pace, a container is nearly full',
    test: test('a container of which a tenth is still to come'),
  },
  beyondChance: {
    value: 3,
    unit: 'standard deviations',
    why: 'so much must lie between the first interval and the last: counts of independent events differ by less',
    test: test('the difference is just beyond chance'),
  },
} satisfies Record<string, Parameter>;

export const slowing = valuesOf(slowingParameters);
