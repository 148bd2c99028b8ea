import { expect, it } from 'vitest';
import type { ClassifiedMapping } from '../mappings/classify-mappings.ts';
import type { Words } from './glibc-chunks.ts';
import { heapRuns } from './glibc-runs.ts';

const heap = 64 * 1024 * 1024;
const arena = heap + 0x30;
const first = arena + 0x8a0;
const ofThread = 5;

/** The head of an arena's first heap, which has so much committed, and its first block. */
function drawn(size: number): Words {
  const words = new Map([
    [heap, arena],
    [heap + 16, size],
    [first + 8, 0x290 + ofThread],
  ]);
  const wordAt = (address: number) => words.get(address) ?? 0;
  return { has: () => true, load: async () => true, wordAt };
}

const mapped = (size: number): ClassifiedMapping => ({
  start: heap,
  end: heap + size,
  part: 'mallocArenas',
  permissions: 'rw-p',
  path: '',
  resident: size,
  hugePages: 0,
  lazilyFreed: 0,
  flags: '',
});

it('finds the heap of an arena', async () => {
  expect(await heapRuns(drawn(0x21000), mapped(0x21000))).toEqual([
    { start: first, end: heap + 0x21000, arena },
  ]);
});

it('finds one that grew since the mappings were read, up to its end now', async () => {
  expect(await heapRuns(drawn(0x41000), mapped(0x21000))).toEqual([
    { start: first, end: heap + 0x41000, arena },
  ]);
});

it('takes nothing else for one', async () => {
  expect(await heapRuns(drawn(0), mapped(0x21000))).toEqual([]);
  expect(await heapRuns(drawn(heap + 0x1000), mapped(0x21000))).toEqual([]);
});
