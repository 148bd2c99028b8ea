import { expect, it } from 'vitest';
import { optionsOf, planRecording } from './plan.ts';
import { hasVisit, planVisits, withinTime, withLighter } from './visit-plan.ts';
import { planWindow } from './window-plan.ts';

it('makes seven visits, five seconds apart, and takes no capture', () => {
  const plan = planVisits(planRecording({}), {});
  expect(plan).toMatchObject({
    captures: 0,
    pulses: false,
    visiting: { rung: 'visits', visits: 7, toSeeEnds: 12, every: 5_000, sampling: 5_000 },
  });
  expect(plan.duration).toBe(35_000);
  expect(optionsOf(plan)).toMatchObject({ maxRung: 'visits', captures: 0 });
});

it('spreads visits over the time that is given', () => {
  expect(planVisits(planRecording({}), { duration: 80_000 }).visiting).toEqual({
    rung: 'visits',
    visits: 8,
    toSeeEnds: 0,
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

it('keeps visits for captures that are refused, in the same time', () => {
  expect(withLighter(planRecording({}), {}).lighter).toMatchObject({
    captures: 0,
    workers: false,
    visiting: { visits: 7, every: 5_000 },
  });
  // Three captures, 30 seconds apart, would leave time for two visits.
  const minute = withLighter(planRecording({ duration: 60_000, every: 30_000 }), {
    duration: 60_000,
    every: 30_000,
  });
  expect(minute).toMatchObject({ captures: 3, lighter: { visiting: { visits: 8, every: 7_500 } } });
  expect(withLighter(planRecording({ every: 200 }), { every: 200 }).lighter?.visiting?.every).toBe(500);
  const auto = withLighter(planWindow(planRecording({}), undefined, {}), {});
  expect(auto).toMatchObject({ window: { span: 60_000 }, lighter: { visiting: { visits: 7 } } });
  expect(auto.lighter).not.toHaveProperty('window');
});

it('keeps none if there is no time for enough of them', () => {
  expect(withLighter(planRecording({ duration: 2_000 }), { duration: 2_000 }).lighter).toBeUndefined();
});

it('takes as many visits as fit into the time that is left, and no fewer than growth needs', () => {
  const visiting = { rung: 'visits', visits: 7, toSeeEnds: 7, every: 5_000, sampling: 5_000 } as const;
  expect(withinTime(visiting)).toEqual(visiting);
  expect(withinTime(visiting, 30_000)).toMatchObject({ visits: 6, toSeeEnds: 0 });
  expect(withinTime(visiting, 45_000)).toMatchObject({ visits: 7, toSeeEnds: 2 });
  expect(withinTime(visiting, 1_000).visits).toBe(4);
});

const numbersWith = (isOpen: (number: number) => boolean, endsIn = Number.POSITIVE_INFINITY) => {
  const plan = { rung: 'visits', visits: 7, toSeeEnds: 7, every: 5_000, sampling: 5_000 } as const;
  let number = 0;
  const open = () => ({
    isOpen: isOpen(number),
    endsWithin: (span: number) => endsIn - number * plan.every <= span,
  });
  while (hasVisit(plan, number + 1, open())) number += 1;
  return number;
};

it('makes at most two more visits for what was met late', () => {
  expect(numbersWith(() => false)).toBe(7);
  expect(numbersWith(() => true)).toBe(9);
  expect(numbersWith((number) => number < 8)).toBe(8);
});

it('goes on until what grows reaches its end, if that comes soon enough', () => {
  const endsAt = (number: number) => numbersWith(() => false, number * 5_000);
  expect(endsAt(13)).toBe(14);
  expect(endsAt(14)).toBe(7);
});
