import { describe, expect, it } from 'vitest';
import type { Point, Stretch } from './points.ts';
import { survivedTrend } from './survived.ts';
import { judgeTrend } from './trend.ts';

const mebi = 1024 * 1024;
const minute = 60_000;

/** An hour with a sample a minute that gains so many MiB, as a line. */
const rising = (gain: number): Stretch =>
  Array.from({ length: 61 }, (_, i) => ({ at: i * minute, value: (5 + (gain * i) / 60) * mebi }));

/** @param left what was left after full collections: minutes, MiB above what was there at first */
function of(gain: number, ...left: ReadonlyArray<readonly [at: number, above: number]>) {
  const stretch = rising(gain);
  const collected = left.map(([at, above]): Point => ({ at: at * minute, value: (5 + above) * mebi }));
  return survivedTrend(judgeTrend([stretch], mebi), stretch, collected, mebi);
}

describe('a growth of which full collections left just enough', () => {
  it('grows', () => {
    expect(of(10, [30, 2.51], [60, 5.02]).shape).toBe('growing');
    expect(of(10, [30, 2.49], [60, 4.98]).shape).toBe('unsure');
  });

  it('grows by one collection that is late enough to tell', () => {
    expect(of(10, [30, 2.51]).shape).toBe('growing');
    expect(of(10, [30, 2.49]).shape).toBe('unsure');
    // Half of what it promised by then, and less than what matters.
    expect(of(10, [5, 0.9])).toMatchObject({ shape: 'unsure', longer: 60 * minute });
  });

  it('grows only if it also goes on from the first collection to the last', () => {
    expect(of(10, [2, 6], [60, 6]).shape).not.toBe('growing');
  });
});

it('what full collections leave all the time does not grow, whatever waits between them', () => {
  expect(of(10, [2, 0], [4, 0.1], [8, 0], [30, 0.2], [60, 0])).toMatchObject({
    shape: 'flat',
    confidence: 1,
  });
  // They were seen in a part of the time only.
  expect(of(10, [2, 0], [4, 0], [8, 0]).shape).toBe('unsure');
});

it('what full collections leave swings as much as it gains', () => {
  expect(of(10, [2, 0], [16, 8], [30, 0], [45, 9], [60, 5.1]).shape).toBe('unsure');
});

it('without a full collection, what gained just more than V8 lets wait grows', () => {
  expect(of(64.1).shape).toBe('growing');
  expect(of(63.9).shape).toBe('unsure');
});
