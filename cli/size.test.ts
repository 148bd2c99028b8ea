import { expect, it } from 'vitest';
import { parseSize } from './size.ts';

it('reads sizes with their unit', () => {
  expect(['1k', '800m', '2g', '1.5G', '2GB', ' 3GiB '].map(parseSize)).toEqual([
    1024,
    800 * 2 ** 20,
    2 ** 31,
    1.5 * 2 ** 30,
    2 ** 31,
    3 * 2 ** 30,
  ]);
});

it.each(['', '2', '2t', 'g', '-1g', '0m', '1e3m'])('refuses %j', (text) => {
  expect(() => parseSize(text)).toThrow(/is not a size/);
});
