import { type Parameter, valuesOf } from './parameter.ts';

const test = (name: string) => ['judgement/kinds/ends.test.ts', name] as const;

/** When growth is the state of something that is still open, and when it is left of what has ended. */
export const endParameters = {
  fewestEnded: {
    value: 3,
    unit: 'objects',
    why: 'so many others of its container must have ended: one or two may have been replaced for another reason',
    decision: 'D-166',
    test: test('one of many of which just enough ended'),
  },
  fewestIfExpected: {
    value: 1,
    unit: 'objects',
    why: 'with `--expect-ends` a person says that they end: one that was seen to end shows that they are entries of this container',
    decision: 'D-166',
    test: test('one of many of which just enough ended, if ends are expected'),
  },
  freedShare: {
    value: 0.9,
    unit: 'share',
    why: 'of those that ended nearly all must be freed: what is being closed at a capture may be alive for a moment',
    decision: 'D-166',
    test: test('one of many of which just enough were freed'),
  },
  mostPerEnd: {
    value: 3,
    unit: 'objects',
    why: 'an entry, and perhaps a listener and a timer, stay of each that ended: a larger multiple is what so many did, by chance',
    decision: 'D-166',
    test: test('what gains three for each end'),
  },
  perEndWithin: {
    value: 0.1,
    unit: 'share',
    why: 'of the number of ends: it is a count by a person, and a capture may fall between an end and the next one',
    decision: 'D-166',
    test: test('what gains just a whole number for each end'),
  },
} satisfies Record<string, Parameter>;

export const endLimits = valuesOf(endParameters);
