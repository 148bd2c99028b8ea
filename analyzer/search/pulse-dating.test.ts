import { describe, expect, it } from 'vitest';
import type { Pulse } from '../../format/pulse.ts';
import { strongest } from '../../judgement/proof.ts';
import { prove } from '../../judgement/prove.ts';
import { dateByPulses, evidenceOfPulses } from './pulse-dating.ts';

const before = 1_000_000;

/** Bytes alive by age of their interval; interval 0 loses `lostOfOld` at each pulse. */
function drawn(pulses: number, alive: (age: number) => number, lostOfOld = 0): readonly Pulse[] {
  return Array.from({ length: pulses }, (_, pulse) => {
    const bytes = Array.from({ length: pulse + 1 }, (_, born) =>
      born === 0 ? before - lostOfOld * pulse : alive(pulse - born),
    );
    return {
      at: 1_000 * pulse,
      duration: 10,
      watermark: 10_001 + 2_000 * pulse,
      survivors: { counts: bytes.map((size) => size / 40), bytes },
      operations: 100 * pulse,
    };
  });
}

/** The same pulse, if so much of what was born before the first one was gone by then. */
function lostBefore(pulse: Pulse, objects: number, size: number): Pulse {
  const { counts, bytes } = pulse.survivors;
  return {
    ...pulse,
    survivors: {
      counts: [counts[0] - objects, ...counts.slice(1)],
      bytes: [bytes[0] - size, ...bytes.slice(1)],
    },
  };
}

const capture = { at: 60_000, watermark: 90_001, operations: 5_000, label: 'capture 1' };
const leak = (pulses: number) => drawn(pulses, () => 40_000);

describe('dateByPulses', () => {
  it('dates by each pulse where they are few, and by the capture in place of the last one', () => {
    const dating = dateByPulses(leak(5), capture)!;
    expect(dating.watermarks).toEqual([10_001, 12_001, 14_001, 16_001, 90_001]);
    expect(dating.moments.map(({ label }) => label)).toEqual([
      'pulse 1',
      'pulse 2',
      'pulse 3',
      'pulse 4',
      'capture 1',
    ]);
    expect(dating.moments.at(-1)).toMatchObject({ at: 60_000, operations: 5_000 });
    expect(dating.held).toEqual([0, 1, 2, 3, 4].map((born) => before + born * 40_000));
  });

  it('joins many short intervals to five', () => {
    const { moments, watermarks } = dateByPulses(leak(13), capture)!;
    expect(moments.map(({ at }) => at)).toEqual([2_000, 4_000, 6_000, 8_000, 10_000, 60_000]);
    expect(watermarks).toEqual([14_001, 18_001, 22_001, 26_001, 30_001, 90_001]);
  });

  it('needs three intervals', () => {
    expect(dateByPulses(leak(3), capture)).toBeUndefined();
    expect(dateByPulses(leak(4), capture)).toBeDefined();
  });

  it('does not take ids that the capture does not continue', () => {
    expect(dateByPulses(leak(5), { ...capture, watermark: 15_000 })).toBeUndefined();
  });

  it('takes the last series where ids were cleared in between', () => {
    const second = leak(5).map((pulse) => ({ ...pulse, at: pulse.at + 20_000 }));
    expect(dateByPulses([...leak(9), ...second], capture)!.moments[0]).toMatchObject({ at: 20_000 });
  });

  it('does not use a series with a torn line in it', () => {
    expect(dateByPulses(leak(6).toSpliced(2, 1), capture)).toBeUndefined();
  });
});

describe('what pulses say of a pile', () => {
  const verdictOf = (pulses: readonly Pulse[], born: readonly number[]) =>
    strongest(evidenceOfPulses(dateByPulses(pulses, capture)!, born).map(prove)).verdict;
  const born = [0, 40_000, 40_000, 40_000, 40_000];

  it('confirms what the heap grew by', () => {
    expect(verdictOf(leak(5), born)).toBe('proven');
  });

  it('does not confirm what replaces older objects one by one', () => {
    const replacing = drawn(5, () => 40_000, 40_000);
    expect(verdictOf(replacing, born)).toBe('possible');
  });

  it('does not confirm a part that grows beside a part that is replaced as fast', () => {
    const both = drawn(5, () => 80_000, 40_000);
    expect(verdictOf(both, born)).toBe('possible');
  });

  it('confirms it if a table moved to twice its size, which loses many bytes of one object', () => {
    const moved = leak(5).map((pulse, k) => (k < 2 ? pulse : lostBefore(pulse, 1, 900_000)));
    expect(verdictOf(moved, born)).toBe('proven');
  });

  it('confirms it if the engine dropped compiled code, which is thousands of small objects', () => {
    const flushed = leak(5).map((pulse, k) => (k < 2 ? pulse : lostBefore(pulse, 3_900, 70_000)));
    expect(verdictOf(flushed, born)).toBe('proven');
  });

  it('does not confirm it if as many objects and bytes are gone as were born', () => {
    const replaced = leak(5).map((pulse, k) => (k < 2 ? pulse : lostBefore(pulse, 3_900, 156_000)));
    expect(verdictOf(replaced, born)).toBe('possible');
  });

  it('does not confirm a heap that loses what was born as it ages', () => {
    const fading = drawn(9, (age) => Math.round(80_000 * 0.6 ** age));
    expect(verdictOf(fading, [0, 9_000, 12_000, 30_000, 60_000, 90_000])).toBe('possible');
  });
});
