import { describe, expect, it } from 'vitest';
import type { Pulse } from '../../../format/pulse.ts';
import { everyBirthSurvives } from './pulse-growth.ts';

const before = 54_000;

/** Pulses of a program of whose births in interval `born` so many are alive when they are `age` pulses old. */
function drawn(pulses: number, alive: (age: number, born: number) => number, size = 40): readonly Pulse[] {
  return Array.from({ length: pulses }, (_, pulse) => {
    const counts = Array.from({ length: pulse + 1 }, (_, born) =>
      born === 0 ? before : alive(pulse - born, born),
    );
    const survivors = { counts, bytes: counts.map((count) => count * size) };
    return { at: pulse * 15_000, duration: 20, watermark: 100_000 + pulse * 10_000, survivors };
  });
}

describe('everyBirthSurvives', () => {
  it('is proven by a leak as soon as three intervals are three pulses old', () => {
    const leak = (pulses: number) => drawn(pulses, (age) => (age === 0 ? 9_000 : 2_000));
    expect(everyBirthSurvives(leak(6))).toBe(false);
    expect(everyBirthSurvives(leak(7))).toBe(true);
  });

  it('is proven by a leak that keeps a little of much work', () => {
    expect(everyBirthSurvives(drawn(7, (age) => (age === 0 ? 80_000 : 600)))).toBe(true);
  });

  it('is not proven by a working set, which keeps nothing of what is older', () => {
    expect(everyBirthSurvives(drawn(12, (age) => (age === 0 ? 80_000 : 30)))).toBe(false);
  });

  it('is not proven by warm-up, which keeps nothing of what is newer', () => {
    expect(everyBirthSurvives(drawn(12, (_, born) => (born <= 4 ? 5_000 : 60)))).toBe(false);
  });

  it('is not proven by a full cache that lets go of its oldest entries', () => {
    expect(everyBirthSurvives(drawn(12, (age) => (age < 5 ? 4_000 : 0)))).toBe(false);
  });

  it('is not proven while settled intervals still lose their survivors', () => {
    expect(everyBirthSurvives(drawn(9, (age) => Math.round(20_000 * 0.8 ** age)))).toBe(false);
  });

  it('is not proven by the few objects that the engine keeps of each interval', () => {
    expect(everyBirthSurvives(drawn(12, (age) => (age === 0 ? 5_000 : 290)))).toBe(false);
  });

  it('is not proven where one interval kept nothing', () => {
    expect(everyBirthSurvives(drawn(12, (_, born) => (born === 5 ? 10 : 2_000)))).toBe(false);
  });

  it.each<[string, (age: number) => number, number, boolean]>([
    ['the number of survivors is just enough', () => 500, 40, true],
    ['the number of survivors is just too small', () => 499, 40, false],
    ['the bytes of survivors are just enough', () => 512, 32, true],
    ['the bytes of survivors are just too few', () => 512, 31.99, false],
    ['the share that settled is just enough', (age) => (age === 1 ? 1000 : 900), 40, true],
    ['the share that settled is just too small', (age) => (age === 1 ? 1000 : 899), 40, false],
  ])('%s', (_, alive, size, grows) => {
    expect(everyBirthSurvives(drawn(7, (age) => (age === 0 ? 9_000 : alive(age)), size))).toBe(grows);
  });

  it('is not proven without pulses', () => {
    expect(everyBirthSurvives([])).toBe(false);
  });
});
