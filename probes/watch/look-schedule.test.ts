import { describe, expect, it } from 'vitest';
import { LookSchedule } from './look-schedule.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('LookSchedule', () => {
  it('allows one look at once, and the next after its spacing', () => {
    const schedule = new LookSchedule(hour);
    expect(schedule.refusal(0)).toBeUndefined();
    schedule.taken(minute);
    expect(schedule.refusal(13 * minute)).toBe(
      'the last close look was 12 min ago, and there is at most one every 1 h (--at-most-every)',
    );
    expect(schedule.dueAt).toBe(61 * minute);
    expect(schedule.refusal(61 * minute)).toBeUndefined();
  });

  it('does not spend the look on a refusal, but tries ever more seldom', () => {
    const schedule = new LookSchedule(hour);
    const waits = Array.from({ length: 8 }, () => {
      schedule.refused(0);
      return schedule.dueAt / minute;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(schedule.refusal(59 * minute)).toBe('the previous close look was refused');
    expect(schedule.refusal(hour)).toBeUndefined();
  });

  it('begins anew after a look', () => {
    const schedule = new LookSchedule(hour);
    schedule.refused(0);
    schedule.refused(0);
    schedule.taken(0);
    schedule.refused(2 * hour);
    expect(schedule.dueAt).toBe(2 * hour + minute);
  });

  it('never waits longer than the spacing', () => {
    const schedule = new LookSchedule(1_000);
    schedule.refused(0);
    expect(schedule.dueAt).toBe(1_000);
  });
});
