import { expect, it } from 'vitest';
import type { Rung } from '../../../format/rungs.ts';
import { planLadder } from './ladder-plan.ts';

const planned = (most?: Rung) => {
  const { captures, duration, sampling, visiting, lighter } = planLadder({ duration: 40_000 }, most);
  return { captures, duration, sampling, visits: visiting?.rung, instead: lighter?.visiting?.rung };
};

it('takes captures, and what is lighter if they are refused', () => {
  expect(planned()).toEqual({
    captures: 4,
    duration: 40_000,
    sampling: true,
    visits: undefined,
    instead: 'snapshot',
  });
});

it('visits up to the rung that is allowed', () => {
  expect(planned('census')).toMatchObject({ captures: 0, visits: 'census', instead: undefined });
  expect(planned('visits').duration).toBeLessThanOrEqual(40_000);
});

it('only samples if nothing may look at the heap', () => {
  expect(planned('sites')).toMatchObject({
    captures: 0,
    duration: 40_000,
    sampling: true,
    visits: undefined,
  });
  expect(planned('ledger')).toMatchObject({ captures: 0, sampling: false });
});

it('takes captures alone if there is no time for visits', () => {
  expect(planLadder({ duration: 2_000 }).lighter).toBeUndefined();
});
