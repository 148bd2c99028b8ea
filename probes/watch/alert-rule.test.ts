import { describe, expect, it } from 'vitest';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { TimeLeft } from '../../format/memory-trend.ts';
import { AlertRules } from './alert-rule.ts';

const mebi = 1 << 20;
const hour = 3_600_000;
const rss = { text: 'rss=100m', measure: 'rss', threshold: 100 * mebi } as const;
const share = { text: 'share=80%', measure: 'share', threshold: 0.8 } as const;
const left = { text: 'left=2h', measure: 'left', threshold: 2 * hour } as const;

const facts = (sample: MemorySample, timeLeft: readonly TimeLeft[] = [], ours = 0) => ({
  sample,
  timeLeft,
  ours,
});
const timeLeft = (span: number) => [{ limit: 'heap limit', room: mebi, left: span } as const];

describe('AlertRules', () => {
  /** How often the rule is told for each size in turn, at these minutes. */
  const toldOf = (...series: readonly (readonly [minute: number, size: number])[]) => {
    const rules = new AlertRules([rss], hour);
    return series.map(
      ([minute, size]) => rules.crossedBy(facts({ at: minute * 60_000, rss: size * mebi })).length,
    );
  };

  it('tell a crossed threshold once', () => {
    const rules = new AlertRules([rss], hour);
    const at = (minutes: number, size: number) =>
      rules.crossedBy(facts({ at: minutes * 60_000, rss: size * mebi }));
    expect(at(0, 99)).toEqual([]);
    expect(at(1, 120)).toMatchObject([
      { value: 120 * mebi, sentence: 'resident memory is 120 MiB, above the threshold of 100 MiB' },
    ]);
    expect(at(2, 130)).toEqual([]);
    expect(at(62, 125)).toEqual([]);
  });

  it('tell it again after a while only if it is much worse', () => {
    expect(toldOf([0, 120], [59, 200], [60, 131], [61, 132], [62, 133], [122, 145], [123, 146])).toEqual([
      1, 0, 0, 1, 0, 0, 1,
    ]);
  });

  it('tell it anew once the value stayed clearly below, and not when it swings', () => {
    expect(toldOf([0, 101], [1, 99], [2, 101], [10, 91], [20, 91], [21, 101])).toEqual([1, 0, 0, 0, 0, 0]);
    expect(toldOf([0, 101], [1, 50], [5, 50], [5.9, 101])).toEqual([1, 0, 0, 0]);
    expect(toldOf([0, 101], [1, 50], [5, 95], [6, 50], [10, 101])).toEqual([1, 0, 0, 0, 0]);
    expect(toldOf([0, 101], [1, 50], [6, 50], [7, 101])).toEqual([1, 0, 0, 1]);
  });

  it('know whether what they told still holds', () => {
    const rules = new AlertRules([rss], hour);
    const at = (minutes: number, size: number) => {
      rules.crossedBy(facts({ at: minutes * 60_000, rss: size * mebi }));
      return rules.holds(rss);
    };
    expect([at(0, 99), at(1, 101), at(2, 95), at(3, 80), at(4, 95)]).toEqual([
      false,
      true,
      true,
      false,
      true,
    ]);
  });

  it('do not count what our own captures left in the process', () => {
    const rules = new AlertRules([rss], hour);
    expect(rules.crossedBy(facts({ at: 1, rss: 140 * mebi }, [], 50 * mebi))).toEqual([]);
    expect(rules.isNear(facts({ at: 1, rss: 140 * mebi }, [], 61 * mebi))).toBe(false);
    expect(rules.crossedBy(facts({ at: 2, rss: 160 * mebi }, [], 50 * mebi))).toMatchObject([
      {
        value: 110 * mebi,
        sentence:
          "resident memory is 110 MiB without the 50.0 MiB that heaptrail's captures left in the process, above the threshold of 100 MiB",
      },
    ]);
  });

  it('never name two figures that read the same', () => {
    const gibi = { text: 'rss=1.5g', measure: 'rss', threshold: 1536 * mebi } as const;
    const [crossed] = new AlertRules([gibi], hour).crossedBy(facts({ at: 1, rss: 1540 * mebi }));
    expect(crossed?.sentence).toBe('resident memory has reached the threshold of 1.5 GiB');
  });

  it('take the limit that is nearest, and all memory in it', () => {
    const sample = { at: 1, heapUsed: 10, heapLimit: 100, cgroupUsage: 90, cgroupLimit: 100 };
    const sentenceAt = (ours: number) =>
      new AlertRules([share], hour).crossedBy(facts(sample, [], ours))[0]?.sentence;
    expect(sentenceAt(0)).toBe('the used share of a memory limit is 90 %, above the threshold of 80 %');
    expect(sentenceAt(30 * mebi)).toContain(" (30.0 MiB are left from heaptrail's captures)");
    expect(new AlertRules([share], hour).crossedBy(facts({ ...sample, cgroupUsage: 70 }))).toEqual([]);
  });

  it('tell when little time is left, and again once there was enough', () => {
    const rules = new AlertRules([left], hour);
    const at = (minutes: number, span?: number) =>
      rules.crossedBy(facts({ at: minutes * 60_000 }, span === undefined ? [] : timeLeft(span * hour)))
        .length;
    expect(rules.isNear(facts({ at: 1 }, timeLeft(2.4 * hour)))).toBe(true);
    expect([at(0, 3), at(1, 1), at(2), at(7), at(8, 1)]).toEqual([0, 1, 0, 0, 1]);
    expect([at(67, 0.95), at(68, 0.9)]).toEqual([0, 1]);
  });

  it('say nothing of what is not known, and forget nothing for that', () => {
    expect(new AlertRules([rss, share, left], hour).crossedBy(facts({ at: 1 }))).toEqual([]);
    const rules = new AlertRules([rss], hour);
    rules.crossedBy(facts({ at: 1, rss: 101 * mebi }));
    rules.crossedBy(facts({ at: hour / 2 }));
    expect(rules.crossedBy(facts({ at: hour / 2 + 1, rss: 101 * mebi }))).toEqual([]);
  });
});
