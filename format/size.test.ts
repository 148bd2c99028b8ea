import { expect, it } from 'vitest';
import { parseSize } from './size.ts';

it('reads sizes with their unit', () => {
  expect(['1k', '800m', '2g', '1.5G', '2GB', ' 3GiB ', '4 GB', '1t', '512b'].map(parseSize)).toEqual([
    1024,
    800 * 2 ** 20,
    2 ** 31,
    1.5 * 2 ** 30,
    2 ** 31,
    3 * 2 ** 30,
    2 ** 32,
    2 ** 40,
    512,
  ]);
});

it.each(['', '2', '4294967296', 'g', 'b', '-1g', '0m', '1e3m', '2ib', '1,024m'])('refuses %j', (text) => {
  expect(() => parseSize(text)).toThrow(/is not a size/);
});
