import { expect, it } from 'vitest';
import type { Suspect } from '../../format/suspect.ts';
import { excerptsOf } from './suspect-excerpts.ts';

const excerpt = (place: string) => ({ place, first: Number(place.split(':')[1]), lines: ['code', 'more'] });
const site = (name: string, file: string, line: number) => ({ frame: { function: name, file, line } });

it('shows what allocates first, then what is nearest to the growth, each once', () => {
  const suspect = {
    path: [
      { name: 'agent.mjs' },
      { name: 'function far', location: 'src/far.mjs:1' },
      { name: 'function near', location: 'src/near.mjs:7' },
      { name: 'string' },
    ],
    allocations: { sites: [site('keep', 'src/keep.mjs', 3), site('near', 'src/near.mjs', 7)] },
  } as unknown as Suspect;
  const all = ['src/far.mjs:1', 'src/keep.mjs:3', 'src/near.mjs:7', 'src/other.mjs:1'].map(excerpt);
  expect(excerptsOf(suspect, all).map(({ words, marked }) => [words, marked])).toEqual([
    ['keep allocates it', [3]],
    ['function near', [7]],
    ['function far', [1]],
  ]);
  expect(excerptsOf(suspect, [])).toEqual([]);
});

it('marks a second place in the lines that are there already', () => {
  const suspect = {
    path: [{ name: 'function inner', location: 'src/keep.mjs:4' }],
    allocations: { sites: [site('keep', 'src/keep.mjs', 3)] },
  } as unknown as Suspect;
  const found = excerptsOf(suspect, ['src/keep.mjs:3', 'src/keep.mjs:4'].map(excerpt));
  expect(found.map(({ place, marked }) => [place, marked])).toEqual([['src/keep.mjs:3', [3, 4]]]);
});
