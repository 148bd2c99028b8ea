import { expect, it } from 'vitest';
import { optionsOf, planRecording } from './plan.ts';
import { planVisits } from './visit-plan.ts';

it('makes seven visits, five seconds apart, and takes no capture', () => {
  const plan = planVisits(planRecording({}), {});
  expect(plan).toMatchObject({
    captures: 0,
    pulses: false,
    visiting: { visits: 7, every: 5_000, sampling: 5_000 },
  });
  expect(plan.duration).toBe(35_000);
  expect(optionsOf(plan)).toMatchObject({ maxRung: 'visits', captures: 0 });
});

it('spreads visits over the time that is given', () => {
  expect(planVisits(planRecording({}), { duration: 80_000 }).visiting).toEqual({
    visits: 8,
    every: 10_000,
    sampling: 10_000,
  });
  expect(planVisits(planRecording({}), { duration: 80_000, every: 2_000 }).visiting).toMatchObject({
    visits: 39,
  });
});

it('refuses fewer visits than growth needs, and such that hardly leave the program alone', () => {
  expect(() => planVisits(planRecording({}), { duration: 10_000, every: 4_000 })).toThrow('growth needs 4');
  expect(() => planVisits(planRecording({}), { every: 400 })).toThrow('too close');
});
