import { type Parameter, valuesOf } from './parameter.ts';

/** How often growth has to be seen, whatever it is seen with. */
export const intervalParameters = {
  enoughMoments: {
    value: 3,
    unit: 'moments',
    why: 'two captures have one interval between them, and anything can happen once',
    test: ['judgement/prove.test.ts', 'two moments prove nothing'],
  },
  mayMissOneFrom: {
    value: 3,
    unit: 'intervals',
    why: 'one interval of this many may show no growth; of fewer, one is chance',
    test: ['judgement/kinds/births.test.ts', 'an owner that gains nothing in one interval'],
  },
} satisfies Record<string, Parameter>;

const { enoughMoments, mayMissOneFrom } = valuesOf(intervalParameters);

export { enoughMoments };

/** In how many of so many intervals growth has to show. */
export function intervalsNeeded(intervals: number): number {
  return intervals < mayMissOneFrom ? intervals : intervals - 1;
}
