import { expect, it } from 'vitest';
import { killRound, randomFrom } from '../bench/kills/kill-round.mjs';
import { nodeBinary } from '../scripts/fetch-node.mjs';

const majors = [20, 22, 24, 26] as const;

/** `npm run bench -- kills` does the same a hundred times. */
it.concurrent.each(Array.from({ length: 12 }, (_, round) => [round] as const))(
  'kill %i at a random moment loses no capture and leaves no inspector open',
  async (round) => {
    const random = randomFrom(7_000 + round);
    const node = await nodeBinary(majors[round % majors.length]!);
    const { faults, ...how } = await killRound({ node, random, longest: 1_000 });
    expect(faults, JSON.stringify(how)).toEqual([]);
  },
);
