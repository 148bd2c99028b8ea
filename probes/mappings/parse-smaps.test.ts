import { expect, it } from 'vitest';
import { parseSmaps } from './parse-smaps.ts';

/** `1000-3000 8` has 8 kB in memory. */
const drawn = (...lines: readonly string[]) =>
  lines
    .map((line) => {
      const [range, resident] = line.split(' ');
      return `${range} rw-p 00000000 00:00 0 \nRss: ${resident} kB\nAnonHugePages: 0 kB\nVmFlags: rd wr\n`;
    })
    .join('');
const sizes = (text: string) =>
  parseSmaps(text).map(({ start, end, resident }) => [
    `${start.toString(16)}-${end.toString(16)}`,
    resident / 1024,
  ]);

it('takes a mapping that grew while it was read once, as large as it is now', () => {
  // The kernel goes on where the first one ended, which is within the second one.
  expect(sizes(drawn('1000-2000 4', '10000-20000 64', '10000-30000 128', '40000-41000 4'))).toEqual([
    ['1000-2000', 4],
    ['10000-30000', 128],
    ['40000-41000', 4],
  ]);
});

it('takes one that became a part of a lower one as that', () => {
  expect(sizes(drawn('10000-20000 64', '20000-30000 60', '8000-30000 150'))).toEqual([['8000-30000', 150]]);
});

it('counts what both have once, if one ends within another', () => {
  expect(sizes(drawn('10000-20000 64', '18000-30000 90'))).toEqual([
    ['10000-18000', 32],
    ['18000-30000', 90],
  ]);
});
