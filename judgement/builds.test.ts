import { describe, expect, it } from 'vitest';
import { type BuildMeasure, type BuildRounds, proveBuilds, stateOfAll } from './builds.ts';

/** Rounds around a mean that differ by one unit, as `[-1, 0, 1]` does. */
const around = (middle: number, spread = 1, rounds = 3) =>
  Array.from({ length: rounds }, (_, k) => middle + spread * (k - (rounds - 1) / 2));

/** Rounds that agree: what decides is the difference alone. */
const agreeing = (value: number, rounds = 3) => around(value, 0, rounds);

const of = (base: readonly number[], head: readonly number[], change: Partial<BuildRounds> = {}) =>
  proveBuilds({ measure: 'objects', base, head, operations: 1_000, ...change });

const stateOf = (...given: Parameters<typeof of>) => of(...given).state;

describe('two builds', () => {
  it('of which the head leaves one object more per operation', () => {
    const { state, base, head, difference } = of([0.01, 0, 0.02], [1.01, 1.02, 1]);
    expect(state).toBe('worse');
    expect(base.value).toBeCloseTo(0.01);
    expect(head.value).toBeCloseTo(1.01);
    // By the usual tables: 2.776 standard errors of 0.00816 at four degrees of freedom.
    expect(difference.value).toBeCloseTo(1);
    expect(difference.low).toBeCloseTo(0.977, 3);
    expect(difference.high).toBeCloseTo(1.023, 3);
    expect(stateOf([1.01, 1.02, 1], [0.01, 0, 0.02])).toBe('better');
  });

  it('asks for one more round than can agree by chance', () => {
    expect(stateOf(agreeing(0, 2), agreeing(1, 2))).toBe('unclear');
    expect(stateOf(agreeing(0), agreeing(1))).toBe('worse');
  });

  it('a difference that is just sure at the third look', () => {
    // 0.001 / 6 beyond 11.44 standard errors of the root of 2/3, and 1 % of the base beside it: 10.34.
    expect(stateOf(around(100, 1), around(110.4, 1))).toBe('worse');
    expect(stateOf(around(100, 1), around(110.3, 1))).toBe('unclear');
  });

  it('two builds that are just alike enough at the third look', () => {
    // 0.05 / 6 beyond 3.96 standard errors of the root of 2/3: 3.23 of a spread of 1.
    expect(stateOf(around(100, 0.92), around(100, 0.92))).toBe('same');
    expect(stateOf(around(100, 0.94), around(100, 0.94))).toBe('unclear');
  });

  it('what the base leaves behind may be exceeded by the tolerance', () => {
    expect(stateOf(around(100, 0.5), around(101.3, 0.5))).toBe('same');
    expect(stateOf(around(100, 0.5), around(101.5, 0.5))).toBe('unclear');
  });

  it('what the base leaves behind may be exceeded by more if only the heap is known', () => {
    const alone = { measure: 'heap', isAlone: true, operations: 1e6 } as const;
    expect(stateOf(around(100, 2), around(103.4, 2), alone)).toBe('same');
    expect(stateOf(around(100, 2), around(103.7, 2), alone)).toBe('unclear');
  });

  it('a share of what the base leaves is no difference', () => {
    expect(stateOf(agreeing(100), agreeing(101.01))).toBe('worse');
    expect(stateOf(agreeing(100), agreeing(100.99))).toBe('same');
  });

  it.each<[string, BuildMeasure, number]>([
    ['objects of the engine', 'objects', 12],
    ['bytes of the engine', 'bytes', 2 * 1_024],
    ['bytes of the whole heap', 'heap', 8 * 1_024],
  ])('%s are no difference', (_, measure, fewest) => {
    expect(stateOf(agreeing(0), agreeing((fewest * 1.01) / 1_000), { measure })).toBe('worse');
    expect(stateOf(agreeing(0), agreeing((fewest * 0.99) / 1_000), { measure })).toBe('same');
  });

  it.each<[string, Partial<BuildRounds>, number]>([
    ['objects that are ruled out', { measure: 'objects' }, 50],
    ['bytes that are ruled out', { measure: 'bytes' }, 16 * 1_024],
    ['bytes of the heap that are ruled out', { measure: 'heap' }, 64 * 1_024],
    ['bytes of the heap alone that are ruled out', { measure: 'heap', isAlone: true }, 16 * 1_024],
  ])('%s at the third look', (_, given, alike) => {
    // As above: what is ruled out is 3.23 of the spread.
    const spread = (part: number) => around(0, (part * alike) / 1_000 / 3.23);
    expect(stateOf(spread(0.99), spread(0.99), given)).toBe('same');
    expect(stateOf(spread(1.01), spread(1.01), given)).toBe('unclear');
  });

  it('are as bad as the worst measure', () => {
    const states = (...all: ('worse' | 'better' | 'same' | 'unclear')[]) =>
      stateOfAll(all.map((state) => ({ ...of([0, 0], [0, 0]), state })));
    expect(states('same', 'worse', 'unclear')).toBe('worse');
    expect(states('same', 'unclear', 'better')).toBe('unclear');
    expect(states('same', 'better', 'same')).toBe('better');
    expect(states('same', 'same')).toBe('same');
  });
});
