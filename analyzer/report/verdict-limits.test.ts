import { describe, expect, it } from 'vitest';
import { sessions } from '../../testing/example-reports.ts';
import { triage } from '../triage/judge.ts';
import { blamedOutside, type Judged, verdictOf, verdictOfSuspects } from './verdict.ts';

const mebi = 1024 * 1024;

/** Four captures of a heap that is flat, without a ledger. */
const quiet: Judged = {
  suspects: [],
  nearlyFull: [],
  looks: 4,
  by: 'capture',
  heapSizes: [8, 8, 8, 8].map((size) => size * mebi),
  triage: triage([]),
  asked: ['heap'],
};

/** Sizes that rise by so many MiB over all, each capture by as much. */
const rising = (first: number, gain: number) =>
  verdictOf({ ...quiet, heapSizes: [0, 1, 2, 3].map((k) => (first + (gain * k) / 3) * mebi) });

it('a suspect that explains just enough of a growth outside the heap answers for it', () => {
  const growing = triage(
    Array.from({ length: 600 }, (_, t) => ({
      at: t * 1_000,
      rssAnonymous: 60 * mebi + t * 1e5,
      heapUsed: 10 * mebi,
      heapTotal: 20 * mebi,
      external: 0,
    })),
  );
  const { perHour = 0 } = blamedOutside({ ...quiet, triage: growing })!;
  const blamed = (share: number) => {
    const growth = { ...sessions.growth, bytesPerHour: share * perHour };
    return blamedOutside({ ...quiet, triage: growing, suspects: [{ ...sessions, growth }] });
  };
  expect(perHour).toBeGreaterThan(0);
  expect(blamed(0.251)).toBeUndefined();
  expect(blamed(0.249)).toBeDefined();
});

it('a suspect of which just half lies outside the heap is a problem of external memory', () => {
  const problem = (externalShare: number) =>
    verdictOfSuspects([{ ...sessions, externalShare }], 4, []).problem;
  expect(problem(0.5)).toBe('external');
  expect(problem(0.49)).toBe('retained-objects');
});

it('resident memory that rose by just enough is told beside what captures took', () => {
  const sentence = (rise: number) => {
    const resident = { first: 50 * mebi, last: (60 + rise) * mebi, byCaptures: 10 * mebi };
    return verdictOf({ ...quiet, asked: ['heap', 'native'], resident }).sentence;
  };
  expect(sentence(4)).toMatch(/resident memory rose from 50\.0 MiB to 64\.0 MiB/);
  expect(sentence(3.9)).not.toMatch(/resident/);
});

it('a question that is not about the heap needs no captures', () => {
  const { trends, ...rest } = triage(
    Array.from({ length: 90 }, (_, t) => ({
      at: t * 1_000,
      rssAnonymous: 60 * mebi,
      heapUsed: 10 * mebi,
      heapTotal: 60 * mebi,
      external: mebi,
    })),
  );
  const heapUsed = { ...trends.heapUsed!, shape: 'unsure', longer: 60_000 } as const;
  const still = { ...rest, trends: { ...trends, heapUsed }, problem: 'unknown' } as const;
  const outcome = (asked: Judged['asked']) =>
    verdictOf({ ...quiet, looks: 0, heapSizes: [], triage: still, asked }).outcome;
  expect(outcome(['heap', 'external', 'native'])).toBe('inconclusive');
  expect(outcome(['external', 'native'])).toBe('none');
});

describe('a heap that grew', () => {
  it('a heap that grew by just enough without a holder is possible growth', () => {
    expect(rising(8, 2.01)).toMatchObject({ outcome: 'possible', confidence: 0.5 });
    expect(rising(8, 1.99).outcome).toBe('inconclusive');
  });

  it('a large heap that grew by just enough without a holder is possible growth', () => {
    expect(rising(100, 10.1).outcome).toBe('possible');
    expect(rising(100, 9.9).outcome).toBe('inconclusive');
  });

  it('snapshots without times that rise by just enough are no silence', () => {
    expect(rising(8, 1.01).outcome).toBe('inconclusive');
    expect(rising(8, 0.99).outcome).toBe('none');
  });
});

it('silence is the surer the more captures there are', () => {
  const confidence = (looks: number) =>
    verdictOf({ ...quiet, looks, heapSizes: new Array(looks).fill(8 * mebi) }).confidence;
  expect([3, 4, 5].map(confidence)).toEqual([0.75, 0.875, 0.9375]);
});
