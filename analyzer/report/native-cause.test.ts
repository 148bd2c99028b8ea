import { expect, it } from 'vitest';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { Allocator } from '../../format/resident-parts.ts';
import { triage } from '../triage/judge.ts';
import { nativeCause } from './native-cause.ts';

const mebi = 1024 * 1024;

/** A minute and a half of a program that has more in use, and more freed, with every second. */
function ledger(inUse: number, kept: readonly number[]): MemorySample[] {
  return Array.from({ length: 91 }, (_, t): MemorySample => {
    const part = t / 90;
    const used = (10 + inUse * part) * mebi;
    const keptByArena = kept.map((each) => each * part * mebi);
    const trimmable = keptByArena.reduce((sum, each) => sum + each, 0);
    const native = used + trimmable;
    const malloc = {
      inUse: used,
      blocks: 1_000,
      freed: trimmable,
      trimmable,
      keptByArena,
      arenas: kept.length,
      unread: 0,
      sizes: { '16384': { blocks: 40 + t * 10, bytes: used } },
      took: 50,
    };
    const sizes = { heap: 20 * mebi, mallocHeap: native };
    return {
      at: t * 1_000,
      rssAnonymous: native + 20 * mebi,
      heapUsed: 10 * mebi,
      heapTotal: 20 * mebi,
      external: 0,
      ...(t % 15 === 0
        ? { parts: { at: t, from: 'mappings', resident: native + 20 * mebi, sizes, malloc } }
        : {}),
    };
  });
}

const judge = (samples: readonly MemorySample[]) => nativeCause(samples, triage(samples), undefined);

it('tells a leak with the size of its blocks', () => {
  expect(judge(ledger(40, [1]))).toMatchObject({
    kind: 'leak',
    isProven: true,
    evidence: [
      'malloc: in use 10.0 MiB to 50.0 MiB, freed but resident 0 B to 1.0 MiB, in 1 arena',
      '900 more blocks of 16.0 KiB to 32.0 KiB hold 40.0 MiB of it',
    ],
  });
});

it('tells fragmentation with the setting that helps, if more than two arenas keep it', () => {
  const spread = judge(ledger(1, [10, 10, 10, 10]));
  expect(spread).toMatchObject({
    kind: 'fragmentation',
    setting: { text: 'MALLOC_ARENA_MAX=2', saves: 20 * mebi },
  });
  expect(judge(ledger(1, [20, 20]))).not.toHaveProperty('setting');
});

it('has nothing to say of a program that keeps little', () => {
  expect(judge(ledger(0, [1]))).toBeUndefined();
});

it('says whose blocks it cannot read, and not that little is kept', () => {
  const unread = (inUse: number, allocator: Allocator) =>
    ledger(inUse, [1]).map(({ parts, ...sample }): MemorySample => {
      if (parts === undefined) return sample;
      const { malloc: _, ...rest } = parts;
      return { ...sample, parts: { ...rest, allocator } };
    });
  const whose = (allocator: string) =>
    `what is in use and what was freed is not known: ${allocator} serves malloc, and heaptrail cannot read its blocks`;
  expect(judge(unread(40, 'jemalloc'))).toMatchObject({
    sentence: 'nothing that could be measured explains 41.0 MiB of it',
    evidence: [whose('jemalloc')],
  });
  const collection = { at: 0, givenBack: 0, residentBefore: 0, residentAfter: 0, took: 1 };
  const flat = unread(0, 'musl');
  expect(nativeCause(flat, triage(flat), { collection })).toMatchObject({
    sentence: 'how much freed memory is kept is not known',
    evidence: [whose('musl'), expect.stringContaining('a collection gave back 0 B')],
  });
});
