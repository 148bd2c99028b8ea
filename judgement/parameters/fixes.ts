import { type Parameter, valuesOf } from './parameter.ts';

const test = (name: string) => ['judgement/fix.test.ts', name] as const;

/** When a growth that was there before a change of the code is gone. */
export const fixParameters = {
  goneShare: {
    value: 0.1,
    unit: 'share',
    why: 'of the rate before: as long as more than this may still stay, the growth may be slower and not gone',
    test: test('a growth of which just few enough may still stay'),
  },
  sureness: {
    value: 1.645,
    unit: 'standard deviations',
    why: 'on each side of a count: what really stays lies below the upper end in 95 of 100 recordings, and above the lower one in 95, so between both in 90',
    test: test('a growth that is just surely slower'),
  },
} satisfies Record<string, Parameter>;

export const fixLimits = valuesOf(fixParameters);
