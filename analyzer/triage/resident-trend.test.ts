import { expect, it } from 'vitest';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { ResidentSizes } from '../../format/resident-parts.ts';
import { residentTrend } from './resident-trend.ts';

const read = (sizes: ResidentSizes, rest: Partial<MemorySample> = {}): MemorySample => ({
  at: 1,
  ...rest,
  parts: {
    at: 1,
    from: 'mappings',
    resident: Object.values(sizes).reduce((sum, size) => sum + size, 0),
    sizes,
    ...rest.parts,
  },
});

it('says what each part gained, and not what captures added to it', () => {
  const trend = residentTrend([
    { at: 0, rss: 1 },
    read({ heap: 10, mallocArenas: 5 }),
    read({ heap: 12, mallocArenas: 5 }, { mark: 'captured' }),
    read({ heap: 60, mallocArenas: 25 }, { mark: 'resumed' }),
    { at: 3, rss: 70 },
    read({ heap: 61, mallocArenas: 25, wasm: 4 }),
  ]);
  expect(trend).toMatchObject({ readings: 4, first: 15, last: 90 });
  expect(trend?.parts).toEqual([
    { name: 'heap', first: 10, last: 61, gain: 3 },
    { name: 'wasm', first: 0, last: 4, gain: 4 },
    { name: 'mallocArenas', first: 5, last: 25, gain: 0 },
  ]);
});

it('has no gain that a capture collected', () => {
  const trend = residentTrend([
    read({ heap: 10 }),
    read({ heap: 40 }, { mark: 'captured' }),
    read({ heap: 12 }, { mark: 'resumed' }),
    read({ heap: 30 }, { mark: 'captured' }),
    read({ heap: 9 }, { mark: 'resumed' }),
  ]);
  expect(trend?.parts).toEqual([{ name: 'heap', first: 10, last: 9, gain: 0 }]);
});

it('says what is within the parts and beside them', () => {
  const parts = {
    at: 1,
    from: 'mappings',
    resident: 9,
    sizes: { heap: 9 },
    hugePages: 4,
    lazilyFreed: 0,
  } as const;
  const sample = { rss: 9, pageTables: 2, swap: 0, heapTotal: 8, heapUsed: 5, parts };
  expect(residentTrend([read({ heap: 9 }, sample)])?.beside).toEqual({
    pageTables: 2,
    heapFree: 3,
    hugePages: 4,
  });
});

it('knows the gain of a file that was among the largest before', () => {
  const of = (files: Record<string, number>) =>
    read({ files: 1 }, { parts: { at: 1, from: 'mappings', resident: 1, sizes: { files: 1 }, files } });
  expect(residentTrend([of({ node: 10, 'a.node': 5 }), of({ node: 12, 'b.so': 9 })])?.files).toEqual([
    { name: 'node', last: 12, gain: 2 },
    { name: 'b.so', last: 9, gain: 0 },
  ]);
});

it('is absent if nothing read it', () => {
  expect(residentTrend([{ at: 0, rss: 1 }])).toBeUndefined();
});
