import { describe, expect, it } from 'vitest';
import { AlertRules } from './alert-rule.ts';

const mebi = 1 << 20;
const hour = 3_600_000;
const rss = { text: 'rss=100m', measure: 'rss', threshold: 100 * mebi } as const;
const share = { text: 'share=80%', measure: 'share', threshold: 0.8 } as const;
const left = { text: 'left=2h', measure: 'left', threshold: 2 * hour } as const;

describe('AlertRules', () => {
  it('tell a crossed threshold once, and again after a while', () => {
    const rules = new AlertRules([rss], hour);
    const at = (minutes: number, size: number) =>
      rules.crossedBy({ at: minutes * 60_000, rss: size * mebi }, []);
    expect(at(0, 99)).toEqual([]);
    expect(at(1, 120)).toMatchObject([
      { value: 120 * mebi, sentence: 'resident memory is 120 MiB, and 100 MiB is the threshold' },
    ]);
    expect(at(2, 130)).toEqual([]);
    expect(at(62, 130)).toHaveLength(1);
  });

  it('tell it anew once the value came back, but not where it swings around the threshold', () => {
    const rules = new AlertRules([rss], hour);
    const at = (minutes: number, size: number) =>
      rules.crossedBy({ at: minutes * 60_000, rss: size * mebi }, []).length;
    expect([at(0, 101), at(1, 99), at(2, 101), at(3, 90), at(4, 101)]).toEqual([1, 0, 0, 0, 1]);
  });

  it('take the limit that is nearest', () => {
    const sample = { at: 1, heapUsed: 10, heapLimit: 100, cgroupUsage: 90, cgroupLimit: 100 };
    expect(new AlertRules([share], hour).crossedBy(sample, [])[0]?.sentence).toBe(
      '90 % of a memory limit are used, and 80 % is the threshold',
    );
    expect(new AlertRules([share], hour).crossedBy({ ...sample, cgroupUsage: 70 }, [])).toEqual([]);
  });

  it('tell when little time is left', () => {
    const timeLeft = (span: number) => [{ limit: 'heap limit', room: mebi, left: span } as const];
    expect(new AlertRules([left], hour).crossedBy({ at: 1 }, timeLeft(3 * hour))).toEqual([]);
    expect(new AlertRules([left], hour).crossedBy({ at: 1 }, timeLeft(hour))).toHaveLength(1);
    expect(new AlertRules([left], hour).isNear({ at: 1 }, timeLeft(2.4 * hour))).toBe(true);
  });

  it('say nothing of what is not known', () => {
    expect(new AlertRules([rss, share, left], hour).crossedBy({ at: 1 }, [])).toEqual([]);
  });
});
