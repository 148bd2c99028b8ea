import { expect, it } from 'vitest';
import { judgeRounds } from './judge-rounds.ts';
import type { Round } from './round.ts';

/**
 * Rounds as the pulses show them: `survivors` are what the last pulse says of each round's objects,
 * `sizes` what all of them together take at each pulse.
 */
function rounds(
  survivors: readonly number[],
  sizes: readonly number[] = survivors.map(() => 0),
  operations = 101,
): Round[] {
  return sizes.map((size, index) => ({
    operations,
    arrayBuffers: 0,
    pulse: {
      at: index,
      duration: 1,
      watermark: 1,
      survivors: { counts: [50_000, ...survivors], bytes: [4_000_000, size] },
    },
  }));
}

it('says nothing of too few rounds', () => {
  expect(judgeRounds(rounds([900, 101, 101, 130]))).toBeUndefined();
});

it('suspects what leaves one object per operation behind in every round', () => {
  expect(judgeRounds(rounds([900, 101, 104, 101, 180]))).toMatchObject({ suspected: true, objects: 1 });
});

it('acquits by one generation that is gone, whatever noise there is in the others', () => {
  expect(judgeRounds(rounds([2_000, 400, 3, 350, 900]))).toMatchObject({ suspected: false });
});

it('judges neither the first round nor the newest: one warms up, the other has objects in flight', () => {
  expect(judgeRounds(rounds([0, 101, 101, 101, 0]))).toMatchObject({ suspected: true });
});

it('suspects a value that is larger in every round, though it is one object', () => {
  const growing = [0, 10_000, 20_000, 30_000, 40_000];
  expect(judgeRounds(rounds([40, 1, 1, 1, 1], growing))).toMatchObject({ suspected: true, objects: 1 / 101 });
});

it('acquits of a lump of bytes in one round', () => {
  const lump = [9_000, 9_200, 90_000, 90_100, 90_200];
  expect(judgeRounds(rounds([40, 1, 1, 1, 1], lump))).toMatchObject({ suspected: false });
});

it('counts the memory of ArrayBuffers, which is no part of the heap', () => {
  const buffers = rounds([40, 1, 1, 1, 1]).map((round, index) => ({
    ...round,
    arrayBuffers: index * 50_000,
  }));
  expect(judgeRounds(buffers)).toMatchObject({ suspected: true });
});

it.each<[string, number, number, boolean]>([
  ['survivors per operation are just enough', 101, 21, true],
  ['survivors per operation are just too few', 101, 20, false],
  ['survivors of the engine are just passed', 20, 9, true],
  ['survivors of the engine are just that', 20, 8, false],
  ['few operations leave just enough behind', 11, 8, true],
  ['few operations leave just too little behind', 10, 7, false],
])('%s', (_, operations, alive, suspected) => {
  const survivors = [900, alive, alive, alive, 900];
  expect(judgeRounds(rounds(survivors, undefined, operations))).toMatchObject({ suspected });
});

it.each<[string, number, number, boolean]>([
  ['bytes per operation are just enough', 1_000, 8_010, true],
  ['bytes per operation are just too few', 1_000, 8_000, false],
  ['bytes per round are just enough', 101, 2_060, true],
  ['bytes per round are just too few', 101, 2_040, false],
])('%s', (_, operations, gain, suspected) => {
  const sizes = [0, 1, 2, 3, 4].map((round) => round * gain);
  expect(judgeRounds(rounds([0, 0, 0, 0, 0], sizes, operations))).toMatchObject({ suspected });
});

// Of the last ten rounds: the lowest quarter of nine gains is the third of them.
it.each([
  [7, true],
  [6, false],
])('only the last rounds are judged by bytes: growth in %i of them is told: %s', (growing, suspected) => {
  const sizes = Array.from({ length: 14 }, (_, round) => 50_000 * Math.max(0, round - (13 - growing)));
  expect(
    judgeRounds(
      rounds(
        sizes.map(() => 0),
        sizes,
      ),
    ),
  ).toMatchObject({ suspected });
});
