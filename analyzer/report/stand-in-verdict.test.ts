import { expect, it } from 'vitest';
import type { StandInSeries } from '../../format/memory-trend.ts';
import type { Trend } from '../../judgement/series/trend.ts';
import { triage } from '../triage/judge.ts';
import { standInVerdict } from './stand-in-verdict.ts';

const mebi = 1024 * 1024;

/** An hour of a process of which only this series is known. */
function verdictOn(name: StandInSeries, shape: Trend['shape'], confidence: number) {
  const gain = shape === 'growing' ? 500 * mebi : 0;
  const trend = { shape, gain, first: mebi, last: mebi + gain, perHour: gain, noise: 0, confidence };
  const judged = { ...triage([]), problem: 'unknown' as const, duration: 3_600_000, samples: 60 };
  return standInVerdict({ samples: [], triage: { ...judged, trends: { [name]: trend } }, known: new Set() });
}

it.each<[StandInSeries, string, number]>([
  ['rssAnonymous', 'growth', 0.8],
  ['cgroupUsage', 'possible', 0.72],
  ['machineUsed', 'possible', 0.56],
  ['heapTotal', 'possible', 0.56],
  ['swap', 'possible', 0.4],
  ['virtualSize', 'possible', 0.32],
])('growth of a stand-in is as sure as it tells: %s is %s', (name, outcome, confidence) => {
  expect(verdictOn(name, 'growing', 0.8)).toMatchObject({
    outcome,
    confidence: expect.closeTo(confidence, 9),
  });
});

it('a quiet stand-in that holds everything is sure enough', () => {
  const sure = (confidence: number) => verdictOn('cgroupUsage', 'flat', confidence)?.confidence;
  expect(sure(0.4)).toBeCloseTo(0.45, 9);
  expect(sure(0.6)).toBeCloseTo(0.54, 9);
});
