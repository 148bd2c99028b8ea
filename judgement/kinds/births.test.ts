import { describe, expect, it } from 'vitest';
import type { BirthEvidence } from '../evidence.ts';
import { prove } from '../prove.ts';

const of = (born: readonly number[], held: readonly number[], more: Partial<BirthEvidence> = {}) =>
  prove({ kind: 'births', source: 'captures', unit: 'objects', check: 'owner', born, held, ...more });

describe('an owner that', () => {
  it.each<[string, readonly number[], readonly number[], boolean]>([
    ['gains what is born', [0, 10, 10, 10], [100, 110, 120, 130], true],
    ['gains nothing in one interval of three', [0, 10, 10, 10], [100, 110, 110, 125], true],
    ['gains nothing in one interval of two', [0, 10, 10], [100, 110, 110], false],
    ['gains nothing in two intervals of three', [0, 10, 10, 10], [100, 110, 110, 110], false],
    ['keeps its size', [0, 10, 10, 10], [100, 100, 100, 100], false],
    ['gains in one interval only', [0, 10, 10, 10], [100, 140, 140, 140], false],
    // 0.3 of what was born in each interval, and 0.4 of all.
    ['gains just enough of what is born', [0, 100, 100, 100], [100, 130, 160, 220], true],
    ['gains too little of what is born in two intervals', [0, 100, 100, 100], [100, 129, 158, 220], false],
    ['gains just enough over all', [0, 100, 100, 100], [100, 140, 180, 220], true],
    ['gains too little over all', [0, 100, 100, 100], [100, 139, 179, 219], false],
    ['gains little of what is born', [0, 10, 10, 10], [100, 103, 106, 109], false],
    ['falls by less than half of its gain', [0, 10, 10, 10], [100, 95, 110, 125], true],
    ['falls by half of its gain', [0, 10, 10, 10], [100, 200, 150, 200], true],
    ['falls by more than half of its gain', [0, 10, 10, 10], [100, 200, 149, 200], false],
    ['goes up and down', [0, 4, 4, 4], [6.7, 18.4, 6.4, 17.9], false],
    [
      'falls by more than it gains over all, and is caught as it rises',
      [0, 1, 3, 3],
      [294, 46, 195, 344],
      false,
    ],
  ])('%s', (_, born, held, grows) => {
    expect(of(born, held).verdict).toBe(grows ? 'proven' : 'refuted');
  });

  it.each<[string, readonly number[], readonly number[], boolean]>([
    ['gains nothing in the middle', [0, 10, 10, 10], [100, 110, 110, 125], true],
    ['gains little of what is born in the last interval', [0, 10, 10, 10], [100, 115, 125, 127], false],
    ['gains a third of it there', [0, 10, 10, 10], [100, 115, 125, 129], true],
    ['gets nothing in the last interval, and keeps all', [0, 10, 10, 0], [100, 110, 120, 120], true],
    ['has filled, as an LRU cache', [0, 70, 1960, 1970], [1470, 3370, 4000, 4000], false],
  ])('is a container and %s', (_, born, entries, grows) => {
    expect(of(born, entries, { check: 'container' }).verdict).toBe(grows ? 'proven' : 'refuted');
  });

  it.each<[string, readonly number[], readonly number[][], boolean]>([
    ['brings just a share of the mean', [0, 300, 1500, 1200], [], true],
    ['misses the share once', [0, 299, 1501, 1200], [], true],
    ['misses the share twice', [0, 216, 126, 2445], [], false],
    ['is as uneven as its work', [0, 216, 126, 2445], [[21, 12, 244]], true],
  ])('is spread below an owner and %s', (_, born, work, grows) => {
    const held = born.map((_, k) => born.slice(0, k + 1).reduce((sum, bytes) => sum + bytes, 9000));
    expect(of(born, held, { unit: 'bytes', check: 'rest', work }).verdict).toBe(grows ? 'proven' : 'refuted');
  });

  it.each<[string, readonly number[], Partial<BirthEvidence>, boolean]>([
    ['touches just a share of the mean', [0, 300, 1500, 1200], {}, true],
    ['touches less than a share of it in two intervals', [0, 216, 126, 2445], {}, false],
    ['touches pages while just half of them are given back', [0, 100, 100, 100], { released: 150 }, true],
    ['touches pages while more of them are given back', [0, 100, 100, 100], { released: 151 }, false],
    ['touches too few pages to count', [0, 100, 100, 100], { samples: [0, 9, 9, 1] }, false],
  ])('is one of many in native memory and %s', (_, born, more, grows) => {
    const held = born.map((_, k) => born.slice(0, k + 1).reduce((sum, bytes) => sum + bytes, 9000));
    const proof = of(born, held, { source: 'pages', unit: 'bytes', check: 'pages', ...more });
    // Others move the same memory: it cannot refute.
    expect(proof.verdict).toBe(grows ? 'proven' : 'possible');
  });

  it.each<[string, number, boolean]>([
    ['at its limit', 130, false],
    ['above its limit, as it was raised', 129, true],
  ])('is limited by the runtime and %s', (_, limit, grows) => {
    expect(of([0, 10, 10, 10], [100, 110, 120, 130], { check: 'container', limit })).toEqual(
      grows ? { verdict: 'proven', reasons: [] } : { verdict: 'refuted', reasons: ['limited'] },
    );
  });

  it('could not be asked leaves a growth possible', () => {
    const { held: _, ...evidence } = { ...({} as BirthEvidence), born: [0, 10, 10, 10] };
    expect(
      prove({ ...evidence, kind: 'births', source: 'captures', unit: 'objects', check: 'owner' }),
    ).toEqual({
      verdict: 'possible',
      reasons: ['nothing-to-check'],
    });
  });

  it('was seen over one interval neither proves nor refutes', () => {
    expect(of([0, 10], [100, 110])).toEqual({ verdict: 'possible', reasons: ['one-interval'] });
    expect(of([0, 10], [100, 100])).toEqual({
      verdict: 'possible',
      reasons: ['one-interval', 'not-every-interval', 'held-no-more'],
    });
  });

  it('gains ever less is in doubt', () => {
    expect(of([0, 400, 200, 100], [0, 400, 600, 700], { counts: { gains: [[400, 200, 100]] } })).toEqual({
      verdict: 'possible',
      reasons: ['slowing'],
    });
  });
});

describe('a heap that pulses counted', () => {
  const heap = (released: number) =>
    of([0, 100, 100, 100], [100, 200, 300, 400], { source: 'pulses', check: 'heap', released });

  it('lets go of half of what is born and still grows', () => {
    expect(heap(150).verdict).toBe('proven');
    expect(heap(151)).toEqual({ verdict: 'possible', reasons: ['replaces'] });
  });

  it('did not grow along leaves the growth of a part possible', () => {
    expect(of([0, 10, 10, 10], [100, 100, 100, 100], { check: 'heap' }).verdict).toBe('possible');
  });
});

describe('a site', () => {
  const site = (born: readonly number[], held: readonly number[], samples: readonly number[]) =>
    of(born, held, { source: 'sites', unit: 'bytes', check: 'site', samples }).verdict;

  it('with one sample in an interval does not grow', () => {
    expect(site([0, 10, 10], [100, 110, 120], [9, 2, 2])).toBe('proven');
    expect(site([0, 10, 10], [100, 110, 120], [9, 2, 1])).toBe('refuted');
  });

  it('whose living bytes gain half of what is born there grows', () => {
    expect(site([0, 100, 100], [100, 150, 200], [9, 2, 2])).toBe('proven');
    expect(site([0, 100, 100], [100, 150, 199], [9, 2, 2])).toBe('refuted');
  });

  it('whose living bytes stay in one interval does not grow', () => {
    expect(site([0, 10, 10], [100, 100, 120], [9, 2, 2])).toBe('refuted');
  });
});
