import { expect, it } from 'vitest';
import { frameOf } from '../../testing/drawn-profile.ts';
import { leakyReport, sessions } from '../../testing/example-reports.ts';
import { noOriginals } from '../graph/originals.ts';
import type { CountedStacks, CountedStacksWitness } from './counted-stacks.ts';
import { withCountedStacks } from './report-counted-stacks.ts';

/** Of 100 objects so many have a stack. */
function confidenceOf(told: number): number | undefined {
  const stack = {
    frames: [frameOf('handle')],
    bytes: [0, told * 10],
    samples: [0, told],
    alive: [0, told * 10],
  };
  const counted: CountedStacks = { stacks: [stack], told, born: { objects: 100, bytes: 1_000 } };
  const witness = { of: () => counted } as unknown as CountedStacksWitness;
  const { suspects } = withCountedStacks({ ...leakyReport, suspects: [sessions] }, witness, noOriginals);
  return suspects[0].allocations?.confidence;
}

it('counted stacks are as sure as they are many', () => {
  expect([50, 90, 95, 96, 100].map(confidenceOf)).toEqual([0.9, 0.98, 0.99, 0.99, 0.99]);
});
