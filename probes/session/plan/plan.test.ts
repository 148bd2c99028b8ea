import { describe, expect, it } from 'vitest';
import { planRecording } from './plan.ts';

const short = (wishes: Parameters<typeof planRecording>[0]) => {
  const { captures, every, duration } = planRecording(wishes);
  return { captures, every, duration };
};

describe('planRecording', () => {
  it('takes four captures, 30 seconds apart, if nothing is asked for', () => {
    expect(short({})).toEqual({ captures: 4, every: 30_000, duration: 90_000 });
  });

  it('spreads the captures over a duration', () => {
    expect(short({ duration: 120_000 })).toEqual({ captures: 4, every: 40_000, duration: 120_000 });
    expect(short({ duration: 120_000, captures: 3 })).toEqual({
      captures: 3,
      every: 60_000,
      duration: 120_000,
    });
  });

  it('counts the captures from duration and spacing', () => {
    expect(short({ duration: 240_000, every: 60_000 })).toEqual({
      captures: 5,
      every: 60_000,
      duration: 240_000,
    });
  });

  it('watches memory undisturbed before the captures of a long recording', () => {
    expect(planRecording({ duration: 600_000 })).toMatchObject({
      lead: 120_000,
      captures: 4,
      every: 160_000,
    });
    expect(planRecording({ duration: 300_000, every: 60_000 })).toMatchObject({ lead: 75_000, captures: 4 });
    expect(planRecording({ duration: 600_000, captures: 1 })).toMatchObject({ lead: 0 });
    expect(planRecording({})).toMatchObject({ lead: 0 });
  });

  it('ends with the duration where the captures would not fit', () => {
    expect(short({ duration: 60_000, every: 30_000, captures: 9 }).captures).toBe(3);
  });

  it('takes a single capture at the end of the time', () => {
    expect(short({ captures: 1 })).toEqual({ captures: 1, every: 30_000, duration: 0 });
    expect(short({ captures: 1, duration: 5_000 })).toEqual({ captures: 1, every: 5_000, duration: 5_000 });
  });

  it('keeps only the ledger without captures', () => {
    expect(short({ captures: 0, duration: 5_000 })).toMatchObject({ captures: 0, duration: 5_000 });
  });

  it.each([
    [{ captures: -1 }, /not a number of captures/],
    [{ captures: 1.5 }, /not a number of captures/],
    [{ captures: Number.NaN }, /not a number of captures/],
    [{ captures: 0 }, /needs a duration/],
    [{ duration: 200, captures: 9 }, /too close/],
    [{ duration: 1_000, every: 30_000, captures: 2 }, /before its second capture/],
    [{ ledgerEvery: 1 }, /memory samples every 1 ms/],
    [{ stacks: true, captures: 1 }, /need two captures/],
    [{ stacks: true, pulses: true }, /cannot run together/],
  ])('refuses %j', (wishes, message) => {
    expect(() => planRecording(wishes)).toThrow(message);
  });
});
