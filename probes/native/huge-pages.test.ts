import { expect, it } from 'vitest';
import { hugePagesAmong } from './huge-pages.ts';
import type { ResidentPages } from './resident-pages.ts';

/** Memory from page 512 up to the middle of the third huge page. */
const memory = [512, 1280] as const;
const pages = {
  *runs(first: number, end: number) {
    const run = [Math.max(first, memory[0]), Math.min(end, memory[1])];
    if (run[0]! < run[1]!) yield run;
  },
} as unknown as ResidentPages;

it('are whole, touched once, and in a mapping that has some', () => {
  const mapping = { start: 0, end: 2048 * 4096, hugePages: 2 ** 21 };
  const among = (touched: readonly number[], hugePages: number) => [
    ...hugePagesAmong(touched, [{ ...mapping, hugePages }], pages, 4096),
  ];
  expect(among([600, 1100], 2 ** 21)).toEqual([1]);
  expect(among([600, 601], 2 ** 21)).toEqual([]);
  expect(among([600], 0)).toEqual([]);
  expect(among([3], 2 ** 21)).toEqual([]);
});
