import { describe, expect, it } from 'vitest';
import type { LevelKind } from '../parameters/levels.ts';
import { prove } from '../prove.ts';

const of = (kind: LevelKind, held: readonly number[], work?: ReadonlyArray<readonly number[]>) =>
  prove({
    kind: 'levels',
    source: 'captures',
    unit: 'bytes',
    of: kind,
    held,
    ...(work === undefined ? {} : { work }),
  });

const kibi = 1024;
const mebi = kibi * kibi;

describe('a value', () => {
  it.each<[string, readonly number[], boolean]>([
    ['that is larger each time', [4096, 8192, 12_288, 16_384], true],
    ['that gains just a step', [4096, 4161, 4226, 12_288], true],
    ['that gains less than a step in two intervals', [4096, 4160, 4224, 12_288], false],
    ['that gains nothing in one interval of three', [4096, 8192, 8192, 12_288], true],
    ['that falls by just a header', [4096, 8192, 8128, 12_288], true],
    ['that falls by more than a header', [4096, 8192, 8127, 12_288], false],
    ['that gains just enough per interval', [4096, 6144, 8192, 10_240], true],
    ['that gains too little per interval', [4096, 6144, 8192, 10_239], false],
    ['that was not there at first', [0, 4096, 8192, 12_288], false],
  ])('%s', (_, held, grows) => {
    expect(of('value', held).verdict).toBe(grows ? 'proven' : 'refuted');
  });

  it('that was seen twice is possible: its size is the only witness', () => {
    expect(of('value', [4096, 8192])).toEqual({
      verdict: 'possible',
      reasons: ['one-interval', 'nothing-to-check'],
    });
  });
});

describe('a table whose entries are counted', () => {
  it.each<[string, readonly number[], boolean]>([
    ['that gains each time', [100, 200, 300, 400], true],
    // 0.3 of the mean gain of 100.
    ['that gains just a share of the mean', [100, 130, 160, 400], true],
    ['that gains less than a share of the mean in two intervals', [100, 129, 158, 400], false],
    // 0.3 of its gain of 100.
    ['that falls by just a share of its gain', [100, 200, 170, 200, 200], false],
    ['that falls by just a share of its gain, once', [100, 180, 150, 200], true],
    ['that falls by more than a share of its gain', [100, 180, 149, 200], false],
    ['that keeps its number', [100, 100, 100, 100], false],
  ])('%s', (_, held, grows) => {
    expect(of('entries', held).verdict).toBe(grows ? 'proven' : 'refuted');
  });

  const turned = (held: readonly number[], newest: number) =>
    prove({ kind: 'levels', source: 'captures', unit: 'entries', of: 'entries', held, newest }).verdict;

  it('that keeps half of what it held has not turned over', () => {
    expect(turned([100, 200, 230, 400], 285)).toBe('proven');
    expect(turned([100, 200, 230, 400], 286)).toBe('refuted');
  });

  it('that turns over and gains evenly grows', () => {
    expect(turned([100, 200, 260, 360], 360)).toBe('proven');
    expect(turned([100, 200, 259, 359], 359)).toBe('refuted');
  });

  it('that turns over and was seen over two intervals may be chance', () => {
    expect(turned([100, 200, 300], 300)).toBe('refuted');
  });

  it('that gains ever less is in doubt, unless there was ever less work', () => {
    const held = [0, 400, 600, 700];
    expect(of('entries', held)).toEqual({ verdict: 'possible', reasons: ['slowing'] });
    expect(of('entries', held, [[4000, 2000, 1000]]).verdict).toBe('proven');
  });
});

describe('a store of which only the size is known', () => {
  it('that gains just a quarter, in several steps, grows', () => {
    expect(of('store', [1000, 1100, 1250]).verdict).toBe('proven');
    expect(of('store', [1000, 1100, 1249]).verdict).toBe('refuted');
  });

  it('that became larger once is in doubt, and one that shrank does not grow', () => {
    expect(of('store', [1000, 1000, 2000])).toEqual({ verdict: 'possible', reasons: ['one-step'] });
    expect(of('store', [1000, 3000, 2999]).verdict).toBe('refuted');
  });
});

describe('objects of a class after each round', () => {
  it.each([
    [[100, 170, 240, 310], 'proven'],
    [[100, 170, 239, 310], 'refuted'],
  ] as const)('%j: every round brings what its work says', (held, verdict) => {
    const evidence = { kind: 'levels', source: 'rounds', unit: 'objects', of: 'class' } as const;
    expect(prove({ ...evidence, held, leastStep: 70 }).verdict).toBe(verdict);
  });
});

describe('floors after captures', () => {
  it('a heap floor that rises by just a step grows', () => {
    expect(
      of(
        'heap floor',
        [0, 64, 128, 192].map((size) => mebi + size * kibi),
      ).verdict,
    ).toBe('proven');
    expect(
      of(
        'heap floor',
        [0, 64, 127, 192].map((size) => mebi + size * kibi),
      ).verdict,
    ).toBe('refuted');
  });

  it('a resident floor that rises by just a step grows', () => {
    expect(
      of(
        'resident floor',
        [50, 58, 66, 74].map((size) => size * mebi),
      ).verdict,
    ).toBe('proven');
    expect(
      of(
        'resident floor',
        [50, 58, 65.9, 74].map((size) => size * mebi),
      ).verdict,
    ).toBe('refuted');
  });
});

it('asks less of a short interval between visits, and as much of a long one', () => {
  const held = [1845, 1869, 2040, 2145, 2171, 2272, 2444, 2571];
  const lengths = [532, 3517, 2083, 519, 2004, 3417, 2543];
  const visited = (...work: (readonly number[])[]) =>
    prove({ kind: 'levels', source: 'sites', unit: 'entries', of: 'visited entries', held, work }).verdict;
  expect(visited(lengths)).toBe('proven');
  expect(visited(lengths.map(() => 2000))).toBe('refuted');
});

describe('what may end by itself', () => {
  const visited = (held: readonly number[], end: { limit?: number; leavesIn?: number }) =>
    prove({ kind: 'levels', source: 'sites', unit: 'entries', of: 'visited entries', held, ...end });
  const growing = [100, 200, 300, 400];

  it.each<[string, { limit?: number; leavesIn?: number }, string[]]>([
    ['nothing says so', {}, []],
    ['a limit that is just reached', { limit: 400 }, ['below-limit']],
    ['a limit that was passed', { limit: 399 }, []],
    ['an entry that is still to leave', { leavesIn: 90_000 }, ['before-expiry']],
    ['an entry that is to leave in just a quarter of an hour', { leavesIn: 900_000 }, ['before-expiry']],
    ['an entry that is to leave later', { leavesIn: 900_001 }, []],
    ['an entry that is overdue by just a minute', { leavesIn: -59_999 }, ['before-expiry']],
    ['an entry that is overdue by more', { leavesIn: -60_000 }, []],
    ['both', { limit: 500, leavesIn: 1 }, ['below-limit', 'before-expiry']],
  ])('%s', (_, end, reasons) => {
    expect(visited(growing, end)).toEqual({ verdict: reasons.length === 0 ? 'proven' : 'possible', reasons });
  });
});
