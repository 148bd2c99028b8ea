import { describe, expect, it } from 'vitest';
import { type LivedSample, livesOf, stretchesFromStart } from './process-lives.ts';

const mebi = 1024 * 1024;
const minute = 60_000;

/** One sample a minute of these many MiB; undefined is a minute without one. */
function minutes(sizes: ReadonlyArray<number | undefined>, startOf?: (i: number) => number): LivedSample[] {
  return sizes.flatMap((size, i) =>
    size === undefined
      ? []
      : [
          {
            sample: { at: i * minute, rss: size * mebi },
            ...(startOf === undefined ? {} : { startedAt: startOf(i) }),
          },
        ],
  );
}

const lengths = (lives: ReadonlyArray<readonly unknown[]>) => lives.map(({ length }) => length);

describe('the lives of a process', () => {
  it('end where its age went back', () => {
    const samples = minutes([90, 95, 100, 90, 95], (i) => (i < 3 ? -1_000 : 3 * minute - 1_000));
    expect(lengths(livesOf(samples))).toEqual([3, 2]);
  });

  it('do not end because an age is rounded, or counts something else', () => {
    expect(lengths(livesOf(minutes([90, 95, 100], (i) => i * 900)))).toEqual([3]);
    // An age in minutes that was taken for seconds.
    expect(lengths(livesOf(minutes([90, 95, 100], (i) => i * minute - i * 1_000)))).toEqual([3]);
  });

  it('end at a silence after which it is as small as at first', () => {
    const gap = [undefined, undefined, undefined, undefined];
    expect(lengths(livesOf(minutes([90, 150, 210, ...gap, 95, 150])))).toEqual([3, 2]);
    expect(lengths(livesOf(minutes([90, 150, 210, ...gap, 200, 250])))).toEqual([5]);
  });

  it('end where their start moved by just enough', () => {
    const younger = (by: number) =>
      livesOf(
        [0, 1_000, 2_000, 2_500].map((at) => ({
          sample: { at, rss: mebi },
          startedAt: at < 2_500 ? -9_000 : -9_000 + by,
        })),
      );
    expect(lengths(younger(5_001))).toEqual([3, 1]);
    expect(lengths(younger(5_000))).toEqual([4]);
  });

  it('end at a silence that is just long enough', () => {
    const sizes = [90, 150, 210, 90, 150, 210];
    const silentFor = (silence: number) =>
      livesOf(
        sizes.map((rss, i) => ({ sample: { at: i * minute + (i >= 3 ? silence : 0), rss: rss * mebi } })),
      );
    expect(lengths(silentFor(2 * minute + 1))).toEqual([3, 3]);
    expect(lengths(silentFor(2 * minute))).toEqual([6]);
  });

  it('do not end where memory only comes back', () => {
    expect(lengths(livesOf(minutes([90, 150, 210, 91, 150, 210, 90])))).toEqual([7]);
  });
});

describe('stretches from the start', () => {
  it('are cut where memory fell to where it began in one step', () => {
    const samples = minutes([90, 150, 210, 91, 150, 210, 90]).map(({ sample }) => sample);
    expect(lengths(stretchesFromStart(samples))).toEqual([3, 3, 1]);
  });

  const cutAt = (start: number, peak: number, after: number) =>
    stretchesFromStart(minutes([start, peak, after]).map(({ sample }) => sample)).length === 2;

  it('are cut where memory is just small enough', () => {
    expect(cutAt(100, 400, 125)).toBe(true);
    expect(cutAt(100, 400, 126)).toBe(false);
  });

  it('are cut where memory fell by just a large enough share', () => {
    expect(cutAt(100, 200, 100)).toBe(true);
    expect(cutAt(100, 200, 101)).toBe(false);
  });

  it('are cut where memory fell by just enough', () => {
    expect(cutAt(20, 52, 20)).toBe(true);
    expect(cutAt(20, 52, 21)).toBe(false);
  });
});
