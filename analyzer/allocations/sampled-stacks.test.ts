import { describe, expect, it } from 'vitest';
import { type DrawnSample, drawProfile } from '../../testing/drawn-profile.ts';
import { isGrowing, sitesOf } from './growing-sites.ts';
import { comparableProfiles, sampledStacks } from './sampled-stacks.ts';

const sites = (...profiles: readonly (readonly DrawnSample[])[]) =>
  sitesOf(sampledStacks(profiles.map((samples, k) => drawProfile(samples, { at: k }))));

/** So many samples of 100 bytes each, numbered from `from` on. */
const some = (stack: string, from: number, count: number): DrawnSample[] =>
  Array.from({ length: count }, (_, i) => ({ stack, size: 100, ordinal: from + i }));

describe('stacks', () => {
  it('are dated by the numbers of the samples that were alive before', () => {
    const [stack] = sampledStacks([
      drawProfile(some('main a', 1, 2), { at: 0 }),
      drawProfile(some('main a', 1, 5), { at: 1 }),
      drawProfile([...some('main a', 1, 5), ...some('main a', 20, 3)], { at: 2 }),
    ]);
    expect(stack.frames.map(({ functionName }) => functionName)).toEqual(['a', 'main']);
    expect(stack.samples).toEqual([2, 3, 3]);
    expect(stack.bytes).toEqual([200, 300, 300]);
    expect(stack.alive).toEqual([200, 500, 800]);
  });

  it('without living objects are left out', () => {
    const stacks = sampledStacks([
      drawProfile(some('main gone', 1, 4), { at: 0 }),
      drawProfile(some('main stays', 5, 1), { at: 1 }),
    ]);
    expect(stacks.map(({ frames }) => frames[0].functionName)).toEqual(['stays']);
  });
});

describe('sites', () => {
  it('are the innermost functions of the program, whatever the engine does below them', () => {
    const found = sites(some('main node:emit push', 1, 2), [
      ...some('main node:emit push', 1, 2),
      ...some('main push', 3, 1),
      ...some('main other', 4, 1),
    ]);
    expect(found.map(({ frame, stacks }) => [frame.functionName, stacks.length])).toEqual([
      ['main', 2],
      ['other', 1],
    ]);
  });

  it('grow where something of every interval stays and nothing goes', () => {
    const [leak] = sites(some('f', 1, 3), some('f', 1, 6), some('f', 1, 9), some('f', 1, 12));
    expect(isGrowing(leak)).toBe(true);
  });

  it.each([
    ['a working set', [some('f', 1, 9), some('f', 20, 9), some('f', 40, 9), some('f', 60, 9)]],
    ['a warm-up', [some('f', 1, 9), some('f', 1, 12), some('f', 1, 12), some('f', 1, 12)]],
    [
      'a cache that evicts',
      [some('f', 1, 9), some('f', 4, 9), [...some('f', 7, 5), ...some('f', 14, 4)], some('f', 10, 9)],
    ],
    ['too few samples', [some('f', 1, 1), some('f', 1, 2), some('f', 1, 3), some('f', 1, 4)]],
    ['one interval alone', [some('f', 1, 3), some('f', 1, 9)]],
  ] as const)('do not grow where it is %s', (_, profiles) => {
    expect(sites(...profiles).some(isGrowing)).toBe(false);
  });
});

describe('profiles', () => {
  const taken = (at: number, series: number, capture?: number) =>
    drawProfile([], { at, series, ...(capture === undefined ? {} : { capture }) });

  it('are compared within the newest series, and as captures are', () => {
    const of = (...profiles: Parameters<typeof comparableProfiles>[0]) =>
      comparableProfiles(profiles).map(({ at }) => at);
    expect(of(taken(1, 1, 1), taken(2, 1, 2), taken(3, 1))).toEqual([1, 2]);
    expect(of(taken(1, 1, 1), taken(2, 2, 2), taken(3, 2, 3))).toEqual([2, 3]);
    expect(of(taken(2, 1), taken(1, 1), taken(3, 1, 1))).toEqual([1, 2, 3]);
    expect(of()).toEqual([]);
  });
});
