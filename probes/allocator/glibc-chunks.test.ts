import { describe, expect, it } from 'vitest';
import { type Words, walkChunks, walkMapped } from './glibc-chunks.ts';

const start = 0x10000;
const previousInUse = 1;
const isMapped = 2;

/** Blocks one behind the other: their length, and whether each is in use. The last one is what is left of the run. */
function drawn(...blocks: ReadonlyArray<readonly [length: number, state: 'used' | 'freed']>) {
  const words = new Map<number, number>();
  let at = start;
  let flag = previousInUse;
  for (const [length, state] of blocks) {
    words.set(at + 8, length + flag);
    flag = state === 'used' ? previousInUse : 0;
    at += length;
  }
  return { memory: memoryOf(words), end: at };
}

function memoryOf(words: ReadonlyMap<number, number>): Words {
  return {
    has: (address) => words.has(address),
    load: async (address) => words.has(address),
    wordAt: (address) => words.get(address)!,
  };
}

describe('a heap of glibc', () => {
  it('tells blocks in use from freed ones, and the free end from both', async () => {
    const { memory, end } = drawn([0x290, 'used'], [0x4000, 'freed'], [0x6d80, 'used'], [0x1ff0, 'freed']);
    const sums = await walkChunks(memory, { start, end });
    expect(sums).toMatchObject({
      inUse: 0x290 + 0x6d80,
      blocks: 2,
      freed: 0x4000 + 0x1ff0,
      free: [
        { start: start + 0x290, end: start + 0x4290, isTop: false },
        { start: start + 0xb010, end, isTop: true },
      ],
    });
    expect([...sums!.sizes]).toEqual([
      [512, { blocks: 1, bytes: 0x290 }],
      [16_384, { blocks: 1, bytes: 0x6d80 }],
    ]);
  });

  it('counts what has grown over the end that was known as in use up to there', async () => {
    const { memory, end } = drawn([0x290, 'used'], [0x6d80, 'used'], [0xff0, 'freed']);
    const sums = await walkChunks(memory, { start, end: end - 0x2000 });
    expect(sums).toMatchObject({ inUse: end - 0x2000 - start, freed: 0 });
  });

  it('ends at the fence of a heap that is full', async () => {
    const { memory, end } = drawn([0x290, 'used'], [0x800, 'used'], [0x10, 'used'], [0x10, 'used']);
    expect(await walkChunks(memory, { start, end })).toMatchObject({ inUse: 0xa90, freed: 0 });
  });

  it('is not guessed at if sizes lead nowhere', async () => {
    const { memory, end } = drawn([0x290, 'used'], [0x18, 'used'], [0x4000, 'used']);
    expect(await walkChunks(memory, { start, end: end + 0x10000 })).toBeUndefined();
  });
});

it('blocks with mappings of their own are told by their mark, as far as they fill the range', async () => {
  const memory = memoryOf(
    new Map([
      [start + 8, 0x21000 + isMapped],
      [start + 0x21008, 0x40000 + isMapped],
      [start + 0x61008, 0],
    ]),
  );
  expect(await walkMapped(memory, { start, end: start + 0x70000 })).toMatchObject({
    inUse: 0x61000,
    blocks: 2,
  });
});
