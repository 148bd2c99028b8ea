import { describe, expect, it } from 'vitest';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { Trend } from '../../judgement/series/trend.ts';
import { type Trends, type Triage, triage } from '../triage/judge.ts';
import { triageVerdict } from './triage-verdict.ts';

const mebi = 1024 * 1024;
const hour = 3_600_000;

/** A series that starts at 10 MiB. */
const trend = (shape: Trend['shape'], gain: number, last = 10 + gain): Trend => ({
  shape,
  gain: gain * mebi,
  first: 10 * mebi,
  last: last * mebi,
  perHour: gain * mebi,
  noise: 0,
  confidence: 0.9,
});

/** An hour of a process of which these trends are known. */
const verdictOn = (
  trends: Trends,
  changes: Partial<Triage> = {},
  swing = 0,
  samples: readonly MemorySample[] = [],
) =>
  triageVerdict({
    samples,
    triage: { ...triage([]), problem: 'unknown', duration: hour, samples: 60, ...changes, trends },
    known: new Set(),
    swing: swing * mebi,
  });

const quiet = { problem: 'none', confidence: 0.9 } as const;

it('a trend that is just sure enough to be an answer', () => {
  const outcome = (confidence: number) =>
    verdictOn({ rss: trend('flat', 0) }, { ...quiet, confidence }).outcome;
  expect(outcome(0.05)).toBe('none');
  expect(outcome(0.049)).toBe('inconclusive');
});

describe('a heap that rises', () => {
  const rising = (gain: number, duration = hour) =>
    verdictOn(
      { heapUsed: { ...trend('unsure', gain), from: 'windows', swing: 0, rises: true } },
      { duration },
    );

  it('by just more than the young generation takes is possible growth', () => {
    expect(rising(32)).toMatchObject({ outcome: 'possible', confidence: 0.4 });
    expect(rising(31.9).outcome).toBe('inconclusive');
  });

  it('for just long enough is possible growth', () => {
    expect(rising(40, hour / 2).outcome).toBe('possible');
    expect(rising(40, hour / 2 - 1).outcome).toBe('inconclusive');
  });
});

describe('resident memory', () => {
  const swinging = (last: number, swing: number) =>
    verdictOn({ rss: trend('flat', 0, last) }, quiet, swing).problem;

  it('that swings by just enough is a working set', () => {
    expect(swinging(10, 32)).toBe('working-set');
    expect(swinging(10, 31.9)).toBe('none');
  });

  it('that swings by just a share of itself is a working set', () => {
    expect(swinging(1000, 250)).toBe('working-set');
    expect(swinging(1000, 249)).toBe('none');
  });

  const growing = (perHour: number, duration: number) =>
    verdictOn({ rss: trend('growing', perHour) }, { duration }).outcome;

  it('that grows by just more than garbage is growth', () => {
    expect(growing(128, hour)).toBe('growth');
    expect(growing(127.9, hour)).toBe('possible');
  });

  it('that grows for just long enough is growth', () => {
    expect(growing(900, 600_000)).toBe('growth');
    expect(growing(900, 599_999)).toBe('possible');
  });

  it('that gained no more than what waited outside the heap for a collection is no growth', () => {
    const outcome = (waited: number) =>
      verdictOn(
        { rss: trend('growing', 60), heapUsed: { ...trend('flat', 0), from: 'collections', swing: 0 } },
        {},
        0,
        [
          { at: 0, external: 8 * mebi },
          { at: 1, external: (8 + waited) * mebi },
          { at: 2, external: 8 * mebi },
        ],
      ).outcome;
    expect(outcome(59)).toBe('growth');
    expect(outcome(60)).toBe('inconclusive');
  });
});
