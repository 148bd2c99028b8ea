import { expect, it } from 'vitest';
import { judgeRounds } from './judge-rounds.ts';
import type { Round } from './round.ts';

const operations = 101;

/**
 * Rounds as the pulses show them: `survivors` are what the last pulse says of each round's objects,
 * `sizes` what all of them together take at each pulse.
 */
function rounds(survivors: readonly number[], sizes: readonly number[] = survivors.map(() => 0)): Round[] {
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
