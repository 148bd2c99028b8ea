import { type Parameter, valuesOf } from './parameter.ts';

const ofIntervals = (name: string) => ['testing/leak-test/tell-apart.test.ts', name] as const;
const ofClasses = (name: string) => ['testing/leak-test/growing-classes.test.ts', name] as const;

/** Which suspects fail a leak test: what grows by the operation, and not by time or by the round. */
export const leakTestParameters = {
  evenRates: {
    value: 0.55,
    unit: 'share',
    why: 'rates per operation may differ by this much from interval to interval; those of time and rounds differ by three',
    decision: 'D-029',
    test: ofIntervals('rates are just even enough'),
  },
  enoughSurvivors: {
    value: 20,
    unit: 'objects',
    why: 'fewer survivors are too few for rates',
    test: ofIntervals('survivors are just enough for rates'),
  },
} satisfies Record<string, Parameter>;

/** A leak test inside Bun, which counts the objects of each class. */
export const classParameters = {
  objectsPerOperation: {
    value: 0.7,
    unit: 'share',
    why: 'of one object per operation: a leak gains this many of one class in every round, and a few may be in flight at its end',
    test: ofClasses('a class that gains just enough per operation'),
  },
  sure: {
    value: 0.7,
    unit: 'confidence',
    why: 'a class has no holder, and a cache that still fills looks the same',
    test: ofClasses('a class that gains just enough per operation'),
  },
} satisfies Record<string, Parameter>;

export const leakTestLimits = valuesOf(leakTestParameters);
export const classLimits = valuesOf(classParameters);
