import { expect, it } from 'vitest';
import { nearestWord } from './nearest-word.ts';

const options = ['every', 'captures', 'max-pause', 'out', 'json', 'tree', 'for'];

it.each([
  ['evry', 'every'],
  ['evrey', 'every'],
  ['capture', 'captures'],
  ['max-puase', 'max-pause'],
  ['maxpause', 'max-pause'],
  ['uot', 'out'],
  ['jsn', 'json'],
  ['frequency', undefined],
  ['x', undefined],
])('%s means %s', (typed, meant) => {
  expect(nearestWord(typed, options)).toBe(meant);
});

it('takes one mistake in a short word, and one in three letters of a long one', () => {
  expect(nearestWord('trex', ['tree'])).toBe('tree');
  expect(nearestWord('trxx', ['tree'])).toBeUndefined();
  expect(nearestWord('capturxx', ['captures'])).toBe('captures');
  expect(nearestWord('captuxxx', ['captures'])).toBeUndefined();
});
