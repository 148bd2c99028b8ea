import { expect, it } from 'vitest';
import type { ResidentTrend } from './resident-trend.ts';
import { residentText } from './resident-words.ts';

const mebi = 2 ** 20;
const trend = (rest: Partial<ResidentTrend> = {}): ResidentTrend => ({
  from: 'mappings',
  readings: 2,
  first: 60 * mebi,
  last: 345 * mebi,
  parts: [
    { name: 'heap', first: 40 * mebi, last: 40 * mebi, gain: 0 },
    { name: 'mallocArenas', first: 20 * mebi, last: 300 * mebi, gain: 280 * mebi },
    { name: 'stacks', first: 4096, last: 4096, gain: 0 },
    { name: 'other', first: 0, last: 5 * mebi, gain: 5 * mebi },
  ],
  ...rest,
});

it('tells the largest part first, and what grew', () => {
  expect(residentText(trend())).toBe(
    'resident: 345 MiB: malloc arenas 300 MiB (+280 MiB), JavaScript heap 40.0 MiB, other 5.0 MiB',
  );
});

it('names the allocator that took the place of malloc', () => {
  const parts = [
    { name: 'mallocHeap', first: 0, last: 4 * mebi, gain: 4 * mebi },
    { name: 'mallocBlocks', first: 0, last: 6 * mebi, gain: 6 * mebi },
  ] as const;
  expect(residentText(trend({ allocator: 'jemalloc', parts, last: 10 * mebi }))).toBe(
    'resident: 10.0 MiB: jemalloc 10.0 MiB (+10.0 MiB), other 0 B',
  );
  expect(residentText(trend({ allocator: 'glibc' }))).toContain('malloc arenas 300 MiB');
});

it('tells what is within and beside it, files that grew, and what could not be read', () => {
  const text = residentText(
    trend({
      from: 'status',
      files: [
        { name: 'libvips.so', last: 90 * mebi, gain: 80 * mebi },
        { name: 'node', last: 40 * mebi, gain: 0 },
      ],
      beside: {
        pageTables: 2 * mebi,
        swap: 3 * mebi,
        heapFree: 8 * mebi,
        lazilyFreed: 1000,
        hugePages: 6 * mebi,
      },
    }),
  );
  expect(text.split('; ').slice(1)).toEqual([
    'files that grew: libvips.so +80.0 MiB',
    'the mappings of the process could not be read, so "other" has the rest',
    '8.0 MiB of the heap is free',
    '6.0 MiB is in huge pages',
    'beside it: page tables 2.0 MiB, swap 3.0 MiB',
  ]);
});
