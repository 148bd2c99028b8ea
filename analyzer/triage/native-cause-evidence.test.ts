import { describe, expect, it } from 'vitest';
import type { MallocBlocks } from '../../format/malloc-blocks.ts';
import type { MemorySample } from '../../format/memory-sample.ts';
import { triage } from './judge.ts';
import { nativeCauseEvidence, readWell } from './native-cause-evidence.ts';

const mebi = 1024 * 1024;

const malloc = (inUse: number, kept: number, unread = 0): MallocBlocks => ({
  inUse: inUse * mebi,
  blocks: 100,
  freed: 2 * kept * mebi,
  trimmable: kept * mebi,
  keptByArena: [kept * mebi],
  arenas: 5,
  unread: unread * mebi,
  sizes: {},
  took: 40,
});

function sample(at: number, blocks: MallocBlocks, more: Partial<MemorySample> = {}): MemorySample {
  const sizes = { heap: 10 * mebi, mallocHeap: blocks.inUse, wasm: mebi, files: 40 * mebi };
  const resident = 51 * mebi + blocks.inUse;
  return { at, parts: { at, from: 'mappings', resident, sizes, malloc: blocks }, ...more };
}

const judge = (samples: readonly MemorySample[], givenBack?: number) =>
  nativeCauseEvidence(
    samples,
    triage([]),
    givenBack === undefined
      ? undefined
      : { collection: { at: 0, givenBack, residentBefore: 0, residentAfter: 0, took: 1 } },
  );

it('compares the first reading with the last one before anything disturbed them', () => {
  const samples = [
    sample(0, malloc(10, 1)),
    { at: 1 },
    sample(2, malloc(30, 2), { mark: 'captured' }),
    sample(3, malloc(31, 60), { mark: 'resumed' }),
  ];
  expect(judge(samples)).toMatchObject({
    first: { inUse: 10 * mebi, kept: mebi, wasm: mebi },
    last: { inUse: 30 * mebi, kept: 2 * mebi },
    gain: 20 * mebi,
  });
  expect(judge(samples.slice(0, 2))).toBeUndefined();
});

it('says nothing of blocks if too many of them could not be read', () => {
  expect(readWell(malloc(10, 0, 0.5))).toBeDefined();
  expect(readWell(malloc(10, 0, 0.6))).toBeUndefined();
  expect(judge([sample(0, malloc(10, 1, 9)), sample(1, malloc(20, 1))])?.first).not.toHaveProperty('inUse');
  const samples = [sample(0, malloc(10, 1)), sample(1, malloc(30, 1)), sample(2, malloc(9, 0, 40))];
  expect(judge(samples)).toMatchObject({ first: { inUse: 10 * mebi }, last: { inUse: 30 * mebi } });
});

describe('contents of Buffers', () => {
  it('are told by V8, and in Bun by what is resident', () => {
    const told = { external: 9 * mebi, arrayBuffers: 3 * mebi };
    const [first, last] = [sample(0, malloc(10, 1), told), sample(1, malloc(10, 1), told)];
    expect(judge([first, last])).toMatchObject({ first: { buffers: 3 * mebi }, last: { buffers: 3 * mebi } });
    const sizes = { ...last.parts!.sizes, external: 2 * mebi };
    const inBun = { ...last, parts: { ...last.parts!, allocator: 'mimalloc', sizes } } as const;
    expect(judge([first, inBun])?.last.buffers).toBe(2 * mebi);
    // What it counts falls with every collection, whatever was resident of it.
    expect(judge([{ ...first, external: 90 * mebi }, inBun])).not.toHaveProperty('returned');
  });

  it('were given back if a collection did so, asked for or not', () => {
    const fall = [sample(0, malloc(10, 1), { external: 30 }), sample(1, malloc(10, 1), { external: 5 })];
    expect(judge(fall)?.returned).toBe(25);
    expect(judge(fall, 90)?.returned).toBe(90);
    const rise = [...fall].reverse().map((each, at) => ({ ...each, at }));
    expect(judge(rise)).not.toHaveProperty('returned');
    expect(judge([{ ...rise[0]!, heapAfterGc: 4 }, rise[1]!])?.returned).toBe(0);
  });
});

it('in Bun, blocks of its allocator are in use beside those of the heap and of glibc', () => {
  const bun = (at: number, allocated: number, resident: number): MemorySample => {
    const { parts, ...rest } = sample(at, malloc(10, 1));
    const sizes = { heap: 4 * mebi, mallocArenas: resident * mebi };
    return {
      ...rest,
      parts: { ...parts!, allocator: 'mimalloc', sizes },
      allocated: allocated * mebi,
      heapTotal: 4 * mebi,
    };
  };
  expect(judge([bun(0, 14, 20), bun(1, 44, 50)])).toMatchObject({
    first: { inUse: 20 * mebi, kept: 11 * mebi },
    last: { inUse: 50 * mebi, kept: 11 * mebi },
  });
});
