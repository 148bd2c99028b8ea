import { type Parameter, valuesOf } from './parameter.ts';

/** When two suspects are one leak seen from two sides, or one growth in two places. */
export const mergingParameters = {
  mostRest: {
    value: 0.02,
    unit: 'share',
    why: 'the number of parts is a multiple of the number of wholes, except for those being made at a capture: this share of the larger count',
    test: ['analyzer/explain/merge-suspects.test.ts', 'what was born together may differ by just a rest'],
  },
  leastCommon: {
    value: 0.8,
    unit: 'share',
    why: 'two places that hold so many of their new entries in common, in every interval, are one growth: equal numbers of entries are not enough, because one loop can feed separate leaks',
    test: ['analyzer/explain/one-growth/one-growth.test.ts', 'eight of ten entries in common are one growth'],
    decision: 'D-169',
  },
  mostEdgesOfEntry: {
    value: 24,
    unit: 'entries',
    why: 'so many fields of an entry are looked at for what it has in common with others: more belong to a container',
    test: [
      'analyzer/explain/one-growth/one-growth.test.ts',
      'the 24th field of an entry counts, the 25th does not',
    ],
    decision: 'D-169',
  },
} satisfies Record<string, Parameter>;

export const { mostRest, leastCommon, mostEdgesOfEntry } = valuesOf(mergingParameters);
