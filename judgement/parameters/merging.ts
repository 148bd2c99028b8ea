import { type Parameter, valuesOf } from './parameter.ts';

/** When two suspects are one leak seen from two sides. */
export const mergingParameters = {
  mostRest: {
    value: 0.02,
    unit: 'share',
    why: 'parts that are born with a whole are a multiple of it, but for what is being made at a capture: so much of the larger count',
    test: ['analyzer/explain/merge-suspects.test.ts', 'what was born together may differ by just a rest'],
  },
} satisfies Record<string, Parameter>;

export const { mostRest } = valuesOf(mergingParameters);
