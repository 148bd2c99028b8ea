import { describe, expect, it } from 'vitest';
import type { Past } from './course.ts';
import { historySignal } from './history.ts';
import type { Subject } from './subject.ts';

const minute = 60_000;

/** A container with these entries by birth, seen over intervals of one minute with 100 operations in each. */
function signalOf(born: readonly number[], past: Past, { isCounted = true, isTimed = true } = {}) {
  const subject = { finding: { shape: 'pile', container: { born, entries: born } } } as unknown as Subject;
  const interval = {
    from: '',
    to: '',
    ...(isTimed ? { duration: minute } : {}),
    ...(isCounted ? { operations: 100 } : {}),
  };
  return historySignal(subject, { intervals: born.slice(1).map(() => interval), past });
}

const weightOf = (...given: Parameters<typeof signalOf>) => signalOf(...given)?.weight ?? 0;
const uncounted = { isCounted: false };
const hours = (count: number): Past => ({ age: count * 60 * minute });

describe('by operations', () => {
  it('knows a container that never released an entry', () => {
    expect(signalOf([1000, 100, 100, 100], { operations: 1000 })).toEqual({
      weight: 0.05,
      text: 'it never released an entry: at this rate, 1,000 operations before the first capture leave 1,000 entries, and 1,000 are there',
    });
  });

  it('knows a container that released before', () => {
    expect(signalOf([60, 100, 100, 100], { operations: 20_000 })).toEqual({
      weight: -0.1,
      text: 'it released most older entries, or began to grow lately: at this rate, 20,000 operations before the first capture leave 20,000 entries, but only 60 are there',
    });
  });

  it('goes before age', () => {
    expect(weightOf([1000, 100, 100, 100], { operations: 1000, ...hours(100) })).toBe(0.05);
  });
});

it.each<[string, number, Parameters<typeof signalOf>]>([
  ['just old enough', 0.05, [[900, 100, 100, 100], { age: 9 * minute }, uncounted]],
  ['just too young', 0, [[900, 100, 100, 100], { age: 9 * minute - 1 }, uncounted]],
  ['just enough expected entries', 0.05, [[100, 10, 10, 10], { age: 10 * minute }, uncounted]],
  ['just too few expected entries', 0, [[99, 9, 9, 9], { age: 11 * minute - 1 }, uncounted]],
  ['just steady', 0.05, [[1000, 75, 150, 75], { age: 10 * minute }, uncounted]],
  ['just too unsteady', 0, [[1000, 74, 150, 75], { age: 10 * minute }, uncounted]],
  ['just kept all', 0.05, [[800, 100, 100, 100], { age: 10 * minute }, uncounted]],
  ['just not kept all', 0, [[799, 100, 100, 100], { age: 10 * minute }, uncounted]],
  ['just kept few', -0.1, [[200, 100, 100, 100], { age: 10 * minute }, uncounted]],
  ['just kept more than few', 0, [[201, 100, 100, 100], { age: 10 * minute }, uncounted]],
  ['a start that brought much more', 0, [[1251, 100, 100, 100], { age: 10 * minute }, uncounted]],
  ['no known start', 0, [[60, 100, 100, 100], {}]],
  ['fewer operations before than meanwhile', 0, [[299, 100, 100, 100], { operations: 299 }]],
  ['intervals of unknown length', 0, [[60, 100, 100, 100], hours(5), { isCounted: false, isTimed: false }]],
])('weighs the past of a container: %s: %d', (_, weight, given) => {
  expect(weightOf(...given)).toBe(weight);
});

it('says how long it was, without a counter', () => {
  expect(signalOf([250, 67, 67, 67], hours(5), uncounted)?.text).toBe(
    'it released most older entries, or began to grow lately: at this rate, the 5 h before the first capture leave 20,100 entries, but only 250 are there',
  );
});

it('says nothing of values, and of piles without a container', () => {
  const course = { intervals: [], past: hours(5) };
  expect(historySignal({ finding: { shape: 'slot' } } as unknown as Subject, course)).toBeUndefined();
  expect(historySignal({ finding: { shape: 'pile' } } as unknown as Subject, course)).toBeUndefined();
});
