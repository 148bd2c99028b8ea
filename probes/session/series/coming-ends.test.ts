import { describe, expect, it } from 'vitest';
import type { Visit, VisitedPlace } from '../../../format/visit.ts';
import { ComingEnds } from './coming-ends.ts';

const start = 1_700_000_000_000;
const every = 5_000;

/** One place with these sizes, five seconds apart. */
function endsOf(sizes: readonly number[], told: Partial<VisitedPlace>): ComingEnds {
  const ends = new ComingEnds();
  for (const [k, size] of sizes.entries()) {
    const place: VisitedPlace = { id: 1, size, ...(k === 0 ? {} : { bytes: 200, ...told }) };
    const visit: Visit = { at: start + k * every, duration: 100, stops: [], places: [place] };
    ends.add(visit);
  }
  return ends;
}

const growing = [100, 200, 300, 400];
const limit = { name: 'max', value: 600 };
const leaves = { name: 'expires', at: start + 3 * every + 20_000 };

describe('an end that is coming', () => {
  it.each<[string, readonly number[], Partial<VisitedPlace>, number, boolean]>([
    ['a limit that it just reaches', growing, { limit }, 10_000, true],
    ['a limit that it does not reach in time', growing, { limit }, 9_999, false],
    ['entries that just expire', growing, { leaves }, 20_000, true],
    ['entries that expire later', growing, { leaves }, 19_999, false],
    ['entries that should have left', growing, { leaves: { ...leaves, at: start } }, 60_000, false],
    ['nothing that says so', growing, {}, 3_600_000, false],
    ['a place that stopped', [100, 200, 300, 300], { limit }, 60_000, false],
    ['a place that was seen too seldom', [100, 200, 300], { limit }, 60_000, false],
    ['a place that gains next to nothing', [100, 101, 102, 103], { limit }, 3_600_000, false],
  ])('%s', (_, sizes, told, span, comes) => {
    expect(endsOf(sizes, told).isWithin(span)).toBe(comes);
  });

  it('is no matter of a place that was met later', () => {
    const ends = new ComingEnds();
    ends.add({ at: start, duration: 1, stops: [], places: [] });
    growing.forEach((size, k) => {
      const place = { id: 1, size, bytes: 200, limit };
      ends.add({ at: start + (k + 1) * every, duration: 1, stops: [], places: [place] });
    });
    expect(ends.isWithin(60_000)).toBe(false);
  });
});

it('waits for a collection if weak references grow whose targets are there', () => {
  expect(endsOf(growing, { weak: 'alive' }).waitsForCollection).toBe(true);
  expect(endsOf(growing, { weak: 'gone' }).waitsForCollection).toBe(false);
  expect(endsOf([100, 200, 150, 400], { weak: 'alive' }).waitsForCollection).toBe(false);
});
