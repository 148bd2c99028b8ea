import { describe, expect, it } from 'vitest';
import { prove } from './prove.ts';
import { isSlowing } from './slowing.ts';

describe('what gets less from interval to interval', () => {
  it.each([[[118, 47, 26]], [[44, 25, 6]], [[100, 50]], [[400, 320, 250, 200, 150]]])(
    'is slowing: %j',
    (born) => {
      expect(isSlowing(born)).toBe(true);
    },
  );

  it.each<[string, readonly number[]]>([
    ['it is even', [100, 100, 100]],
    ['one interval was busy', [100, 300, 100]],
    ['it settles at what every interval brings', [400, 150, 100, 100, 100]],
    ['it falls by little', [100, 90, 80]],
    ['chance explains it', [13, 9, 6]],
    ['there is one interval', [100]],
    ['nothing was counted', []],
    ['nothing was born', [0, 0, 0]],
  ])('is not slowing where %s', (_, born) => {
    expect(isSlowing(born)).toBe(false);
  });

  it.each<[string, readonly number[], readonly number[]]>([
    ['there is ever less work', [400, 200, 100], [4000, 2000, 1000]],
    ['there is ever more work for the same', [100, 100, 100], [1000, 2000, 4000]],
    ['nothing was done in the last interval', [400, 200, 0], [1000, 500, 0]],
  ])('is not slowing where %s', (_, born, operations) => {
    expect(isSlowing(born, [operations])).toBe(false);
  });

  // 0.85 of the interval before, 0.55 of the first, and three deviations of chance.
  it.each<[string, readonly number[], boolean]>([
    ['each step is just at the ratio', [1000, 850, 722, 550], true],
    ['one step is above the ratio', [1000, 860, 730, 550], false],
    ['the last interval is just at the ratio of the first', [1000, 700, 550], true],
    ['the last interval is above the ratio of the first', [1000, 700, 560], false],
    ['the difference is just beyond chance', [27, 18, 9], true],
    ['the difference is just within chance', [26, 18, 9], false],
  ])('%s', (_, born, expected) => {
    expect(isSlowing(born)).toBe(expected);
  });

  it('is slowing where the work was the same by every measure', () => {
    expect(
      isSlowing(
        [400, 200, 100],
        [
          [1000, 1000, 1000],
          [60_000, 61_000, 60_000],
        ],
      ),
    ).toBe(true);
  });
});

describe('what is still to come', () => {
  const reasonsOf = (gains: readonly number[], held: number) => {
    let entries = held - gains.reduce((sum, gain) => sum + gain, 0);
    const levels = [entries, ...gains.map((gain) => (entries += gain))];
    const evidence = { kind: 'levels', source: 'captures', unit: 'entries', of: 'entries' } as const;
    return prove({ ...evidence, held: levels }).reasons;
  };
  const full = ['slowing', 'nearly-full'];

  it('a container of which a tenth is still to come is nearly full', () => {
    expect(reasonsOf([400, 200, 100], 1000)).toEqual(full);
    expect(reasonsOf([400, 200, 100], 999)).toEqual(['slowing']);
  });

  it('needs a steady pace', () => {
    // Half of it, and then 0.33 of that half.
    expect(reasonsOf([4000, 2000, 330], 9000)).toEqual(full);
    expect(reasonsOf([4000, 2000, 329], 9000)).toEqual(['slowing']);
  });

  it('needs two steps', () => {
    expect(reasonsOf([400, 100], 5000)).toEqual(['slowing']);
  });
});
