import { describe, expect, it } from 'vitest';
import type { Pulse } from '../../format/pulse.ts';
import { pulseEvidence, pulseTrend } from './pulse-trend.ts';

function pulses(counts: readonly number[]): readonly Pulse[] {
  return counts.map((_, index) => {
    const alive = counts.slice(0, index + 1);
    const survivors = { counts: alive, bytes: alive.map((count) => count * 32) };
    return { at: 1_000_000 + index * 15_000, duration: 20, watermark: 1 + index, survivors };
  });
}

describe('pulseTrend', () => {
  it('gives the rate of what stays, without the first interval and what is in flight', () => {
    expect(pulseTrend(pulses([54_080, 3_000, 2_000, 2_200, 7_085]))).toMatchObject({
      pulses: 5,
      survivors: { counts: [54_080, 3_000, 2_000, 2_200, 7_085] },
      objectsPerInterval: 2_200,
      bytesPerInterval: 2_200 * 32,
      objectsPerHour: (7_200 * 3_600) / 45,
    });
  });

  it('says nothing where only the newest interval is known', () => {
    expect(pulseTrend(pulses([54_080, 3_000]))).toBeUndefined();
    expect(pulseTrend(pulses([54_080, 3_000, 2_000]))).toBeDefined();
  });

  it('gives no rate per hour where a pulse is missing', () => {
    const [first, , ...others] = pulses([54_080, 3_000, 2_000, 2_200, 7_085]);
    const trend = pulseTrend([first, ...others]);
    expect(trend?.objectsPerInterval).toBe(2_200);
    expect(trend).not.toHaveProperty('objectsPerHour');
  });
});

describe('pulseEvidence', () => {
  const evidence = (counts: readonly number[]) => {
    const trend = pulseTrend(pulses(counts));
    return trend && pulseEvidence(trend);
  };

  it('tells what is alive by birth, and what stays', () => {
    expect(evidence([54_080, 3_138, 2_000, 7_085])).toBe(
      'pulses: objects alive by birth 54,080 / 3,138 / 2,000 / 7,085. ' +
        'Of the objects born between two pulses, 2,569 (80.3 KiB) stay alive',
    );
  });

  it('shortens a long list in its middle', () => {
    expect(evidence([9, 1, 2, 3, 4, 5, 6, 7, 8])).toContain('birth 9 / 1 / 2 / 3 / 4 / … / 7 / 8.');
  });
});
