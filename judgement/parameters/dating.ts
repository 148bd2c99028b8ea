import { type Parameter, valuesOf } from './parameter.ts';

const ofPulses = (name: string) => ['analyzer/search/pulse-dating.test.ts', name] as const;
const ofIds = (name: string) => ['analyzer/search/identity-sample.test.ts', name] as const;

/** How captures are dated: by pulses, or by the ids of objects. */
export const datingParameters = {
  fewestPulses: {
    value: 4,
    unit: 'pulses',
    why: 'three intervals: one for warm-up, two that can confirm each other',
    decision: 'D-014',
    test: ofPulses('dateByPulses needs three intervals'),
  },
  mostIntervals: {
    value: 5,
    unit: 'intervals',
    why: 'short intervals are joined, so that objects in flight at their ends are a smaller part of them',
    test: ofPulses('dateByPulses joins many short intervals to five'),
  },
  sameObjects: {
    value: 0.97,
    unit: 'share',
    why: 'at least this share of the old objects must be found again unchanged for ids to mean the same in two captures: a few change their size',
    test: ofIds('sameNumbering holds for just enough objects that are found again'),
  },
  leastOld: {
    value: 0.02,
    unit: 'share',
    why: 'fewer old objects than this share of the earlier capture do not prove that the process is the same',
    test: ofIds('sameNumbering holds for just enough old objects'),
  },
} satisfies Record<string, Parameter>;

export const datingLimits = valuesOf(datingParameters);
