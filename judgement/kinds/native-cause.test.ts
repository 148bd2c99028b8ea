import { describe, expect, it } from 'vitest';
import type { CauseFigures, NativeCauseEvidence } from '../evidence.ts';
import { prove } from '../prove.ts';

const mebi = 1024 * 1024;

interface Drawn extends Partial<Omit<NativeCauseEvidence, 'first' | 'last'>> {
  readonly keptAtFirst?: number;
}

/** From a program at rest to one that has so many MiB more of each. */
function judge(more: CauseFigures, { gain, resident = 80, returned, ...rest }: Drawn = {}) {
  const first = { inUse: 10, kept: rest.keptAtFirst ?? 1, arenas: 5, buffers: 2, wasm: 0, files: 40 };
  const inBytes = (figures: CauseFigures) =>
    Object.fromEntries(
      Object.entries(figures).map(([name, value]) => [name, name === 'arenas' ? value : value * mebi]),
    );
  const last = Object.fromEntries(
    Object.entries(first).map(([name, value]) => [name, value + (more[name as keyof CauseFigures] ?? 0)]),
  );
  return prove({
    kind: 'native-cause',
    source: 'ledger',
    unit: 'bytes',
    isGrowing: gain !== undefined,
    first: inBytes(first),
    last: inBytes(last),
    gain: (gain ?? 0) * mebi,
    resident: resident * mebi,
    ...(returned === undefined ? {} : { returned: returned * mebi }),
    ...rest,
  });
}

describe('the reason for a growth', () => {
  it.each([
    ['blocks in use', { inUse: 20, kept: 2 }, 'leak'],
    ['freed blocks', { inUse: 2, kept: 20 }, 'fragmentation'],
    ['a memory of WebAssembly', { wasm: 20 }, 'wasm'],
    ['files', { files: 20 }, 'file-cache'],
  ] as const)('is that more of it is in %s', (_, more, kind) => {
    expect(judge(more, { gain: 22 })).toMatchObject({ kind, verdict: 'proven', bytes: 20 * mebi });
  });

  it('is no leak of blocks that are the contents of Buffers', () => {
    expect(judge({ inUse: 20, buffers: 20 }, { gain: 20 })).toMatchObject({
      kind: 'lazy',
      verdict: 'possible',
    });
  });

  it('is the threads if these pile up', () => {
    expect(judge({ inUse: 20 }, { gain: 40, piles: 'threads' })).toMatchObject({ kind: 'threads' });
  });

  it.each([
    [3.1, 'leak'],
    [2.9, 'unknown'],
  ] as const)('what gained just enough explains a growth: %d MiB', (inUse, kind) => {
    expect(judge({ inUse }, { gain: 4 }).kind).toBe(kind);
  });

  it.each([
    [10.1, 'leak'],
    [9.9, 'unknown'],
  ] as const)('what gained just enough of the growth explains it: %d of 20 MiB', (inUse, kind) => {
    expect(judge({ inUse }, { gain: 20 }).kind).toBe(kind);
  });

  it.each([
    [3, 'arenas'],
    [2, 'fragmentation'],
  ] as const)('just enough arenas came: %d', (arenas, kind) => {
    expect(judge({ kept: 20, arenas }, { gain: 20 }).kind).toBe(kind);
  });

  it('is not made up if nothing was measured', () => {
    const evidence = { source: 'ledger', unit: 'bytes', first: {}, last: {}, resident: 80 * mebi } as const;
    const proof = prove({ ...evidence, kind: 'native-cause', isGrowing: true, gain: 9 * mebi });
    expect(proof).toMatchObject({ kind: 'unknown', verdict: 'possible' });
  });
});

describe('what waits for a collection', () => {
  it('is known only after one', () => {
    expect(judge({ buffers: 30 }, { gain: 30 })).toMatchObject({ kind: 'lazy', verdict: 'possible' });
    expect(judge({ buffers: 30 }, { gain: 30, returned: 29 })).toMatchObject({
      kind: 'lazy',
      verdict: 'proven',
    });
    expect(judge({ buffers: 30 }, { gain: 30, returned: 0 })).toMatchObject({
      kind: 'leak',
      verdict: 'proven',
    });
  });

  it.each([
    [15.1, 'lazy'],
    [14.9, 'leak'],
  ] as const)('a collection gave back just enough of a growth: %d of 30 MiB', (returned, kind) => {
    expect(judge({ buffers: 30 }, { gain: 30, returned }).kind).toBe(kind);
  });

  it.each([
    [4.1, 'lazy'],
    [3.9, 'leak'],
  ] as const)('a collection gave back just enough: %d MiB', (returned, kind) => {
    expect(judge({ buffers: 5 }, { gain: 5, returned }).kind).toBe(kind);
  });

  it('explains no growth that is larger', () => {
    expect(judge({}, { gain: 20, returned: 10.1 }).kind).toBe('lazy');
    expect(judge({}, { gain: 20, returned: 9.9 }).kind).toBe('unknown');
  });

  it('is told of memory that does not grow if it is as much as freed memory would have to be', () => {
    expect(judge({}, { returned: 12.1 }).kind).toBe('lazy');
    expect(judge({}, { returned: 11.9 }).kind).toBe('unknown');
  });
});

describe('memory that does not grow', () => {
  it.each([
    [8.1, 'kept', 'proven'],
    [7.9, 'unknown', 'refuted'],
  ] as const)('freed memory is just enough to be told: %d MiB', (keptAtFirst, kind, verdict) => {
    expect(judge({}, { keptAtFirst, resident: 50 })).toMatchObject({ kind, verdict });
  });

  it.each([
    [30.1, 'kept'],
    [29.9, 'unknown'],
  ] as const)('freed memory is just enough of a large process: %d of 200 MiB', (keptAtFirst, kind) => {
    expect(judge({}, { keptAtFirst, resident: 200 }).kind).toBe(kind);
  });

  it('is not cleared if there is more of it than before, in use or freed', () => {
    expect(judge({ inUse: 4 }, { keptAtFirst: 20 })).toMatchObject({ kind: 'kept', verdict: 'possible' });
    expect(judge({ kept: 4 }, { keptAtFirst: 20 })).toMatchObject({ kind: 'kept', verdict: 'possible' });
  });

  it('is told by the larger of the two', () => {
    expect(judge({}, { keptAtFirst: 20, returned: 30 }).kind).toBe('lazy');
    expect(judge({}, { keptAtFirst: 40, returned: 30 }).kind).toBe('kept');
    // V8 collected during the recording, and the allocator keeps what that freed.
    expect(judge({ kept: 25 }, { keptAtFirst: 1, returned: 20 }).kind).toBe('lazy');
    expect(judge({ kept: 4 }, { keptAtFirst: 22, returned: 20 }).kind).toBe('kept');
  });
});
