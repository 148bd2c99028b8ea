import { describe, expect, it } from 'vitest';
import type { EndsEvidence } from '../evidence.ts';
import { prove } from '../prove.ts';
import { gainedPerEnd } from './ends.ts';

const of = (given: Partial<EndsEvidence>) =>
  prove({
    kind: 'ends',
    source: 'captures',
    unit: 'objects',
    ended: 3,
    freed: 3,
    gains: [40, 40, 40],
    ...given,
  });

const stateOfOpenOne = { verdict: 'possible', reasons: ['owner-open'] };
const leak = { verdict: 'proven', reasons: [] };

describe('growth inside', () => {
  it.each<[string, Partial<EndsEvidence>, object]>([
    ['one of many of which just enough ended', { ended: 3, freed: 3 }, stateOfOpenOne],
    ['one of many of which too few ended', { ended: 2, freed: 2 }, leak],
    ['one of many of which just enough were freed', { ended: 10, freed: 9 }, stateOfOpenOne],
    ['one of many of which too few were freed', { ended: 10, freed: 8 }, leak],
    [
      'one of many of which just enough ended, if ends are expected',
      { ended: 1, freed: 1, expected: 12 },
      stateOfOpenOne,
    ],
    ['one of many of which none ended, if ends are expected', { ended: 0, freed: 0, expected: 12 }, leak],
    ['one of many that gains for each one that ends', { gains: [24, 24, 24], expected: 12 }, leak],
  ])('%s', (_, given, proof) => {
    expect(of(given)).toEqual(proof);
  });
});

describe('what gains', () => {
  it.each<[string, readonly number[], number | undefined, number | undefined]>([
    ['just a whole number for each end', [11, 10, 9], 10, 1],
    ['too little in one interval', [11, 10, 8], 10, undefined],
    ['too much in one interval', [12, 10, 10], 10, undefined],
    ['three for each end', [30, 31, 30], 10, 3],
    ['four for each end', [40, 40, 40], 10, undefined],
    ['half of the ends', [5, 5, 5], 10, undefined],
    ['less than half of them', [4, 4, 4], 10, undefined],
    ['something, with no ends expected', [10, 10, 10], undefined, undefined],
  ])('%s', (_, gains, expected, perEnd) => {
    expect(gainedPerEnd(gains, expected)).toBe(perEnd);
  });
});
