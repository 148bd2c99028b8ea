import { expect, it } from 'vitest';
import { parseKeep } from './keep-option.ts';

it.each([
  [undefined, { recordings: 10, size: 10 * 2 ** 30 }],
  ['1', { recordings: 1, size: Infinity }],
  ['25', { recordings: 25, size: Infinity }],
  ['2GB', { recordings: Infinity, size: 2 ** 31 }],
  ['all', { recordings: Infinity, size: Infinity }],
])('%s', (text, keeping) => {
  expect(parseKeep(text)).toEqual(keeping);
});

it.each(['0', '-1', 'none', '1.5', ''])('refuses %j', (text) => {
  expect(() => parseKeep(text)).toThrow(`--keep ${text} is neither`);
});
