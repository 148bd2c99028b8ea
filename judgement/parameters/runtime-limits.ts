import { type Parameter, valuesOf } from './parameter.ts';

/** How much the runtime keeps by itself, if the program did not change it. */
export const runtimeLimitParameters = {
  resourceTimings: {
    value: 250,
    unit: 'entries',
    why: 'Node keeps the timings of so many fetches, as the standard says, and drops those that follow: a program that made fewer is still filling it',
    test: ['analyzer/search/runtime-limits.test.ts', 'up to 250 resource timings are no growth'],
    decision: 'D-164',
  },
} satisfies Record<string, Parameter>;

export const runtimeLimits = valuesOf(runtimeLimitParameters);
