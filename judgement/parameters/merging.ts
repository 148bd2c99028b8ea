import { type Parameter, valuesOf } from './parameter.ts';

/** When two suspects are one leak seen from two sides. */
export const mergingParameters = {
  mostRest: {
    value: 0.02,
    unit: 'share',
    why: 'the number of parts is a multiple of the number of wholes, except for those being made at a capture: this share of the larger count',
    test: ['analyzer/explain/merge-suspects.test.ts', 'what was born together may differ by just a rest'],
  },
} satisfies Record<string, Parameter>;

export const { mostRest } = valuesOf(mergingParameters);
