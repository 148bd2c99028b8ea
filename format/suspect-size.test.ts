import { describe, expect, it } from 'vitest';
import { releaseWords } from './release-words.ts';
import { sizeOf, sizeWords } from './suspect-size.ts';

const holder = (expression: string, share = 1) => ({ expression, share, name: 'Map', path: [] });
const suspect = (retainedSize: number, born: number, holders = [holder('sessions')]) => ({
  retainedSize,
  holders,
  survivors: { counts: [0, 1, 1], bytes: [7, born / 2, born / 2] },
});

describe('the size of a suspect', () => {
  it.each([
    [
      'one holder',
      suspect(4096, 2048),
      'alone',
      '4.0 KiB retained only by it, 2.0 KiB of it born between captures',
    ],
    [
      'one holder that lost some',
      suspect(2048, 3072),
      'alone',
      '2.0 KiB retained only by it, 2.0 KiB of it born between captures',
    ],
    [
      'others as well',
      suspect(512, 2048),
      'jointly',
      '2.0 KiB born between captures, 512 B retained only by the holder',
    ],
    [
      'two holders',
      suspect(512, 2048, [holder('a'), holder('b')]),
      'jointly',
      '2.0 KiB born between captures and held jointly, 512 B retained only by the first holder',
    ],
    [
      'no object',
      suspect(0, 2048, []),
      'jointly',
      '2.0 KiB born between captures and retained by no single object',
    ],
  ] as const)('that is kept by %s', (_, one, held, words) => {
    expect(sizeWords(one)).toBe(words);
    expect(sizeOf(one).held).toBe(held);
    expect(words.startsWith(`${sizeOf(one).bytes / 1024}.0 KiB`)).toBe(true);
  });
});

describe('what frees objects with several holders', () => {
  const words = (...shares: number[]) => releaseWords(shares.map((share, i) => holder('abc'[i], share)));

  it.each([
    ['nothing special of one', [1], undefined],
    [
      'all, if each keeps all',
      [1, 1],
      'every holder must release these objects: clearing just one does not free them',
    ],
    [
      'those with all and those with a part',
      [1, 1, 0.6],
      'a and b each keep all of these objects: all 2 must release them, and every other holder must release its part',
    ],
    [
      'the one with all, but not alone',
      [1, 0.5],
      'a keeps all of these objects and must release them, but that alone frees at most 50 %: the other holders must release their part as well',
    ],
    [
      'each for its part, if none keeps all',
      [0.9, 0.8],
      'an object is freed when every holder that keeps it releases it',
    ],
  ])('is %s', (_, shares, expected) => {
    expect(words(...shares)).toBe(expected);
  });
});
