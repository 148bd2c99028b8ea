import { expect, test } from 'vitest';
import type { ResidentPart } from '../../format/resident-parts.ts';
import type { ClassifiedMapping, EngineOfProcess } from './classify-mappings.ts';
import { type RuntimeFigures, residentPartsIn, residentPartsOfStatus } from './resident-parts.ts';

const mapped = (part: ResidentPart, resident: number, file?: string): ClassifiedMapping => ({
  start: 0,
  end: 0,
  permissions: 'rw-p',
  path: file ?? '',
  resident,
  hugePages: 0,
  lazilyFreed: 0,
  flags: '',
  part,
  ...(file === undefined ? {} : { file }),
});

const sizesOf = (engine: EngineOfProcess, mappings: readonly ClassifiedMapping[], figures: RuntimeFigures) =>
  residentPartsIn(mappings, engine, figures).sizes;

test('ArrayBuffers are what the runtime says, within what the allocator has, large blocks first', () => {
  const mappings = [mapped('heap', 10), mapped('mallocBlocks', 50), mapped('mallocHeap', 30)];
  expect(sizesOf('v8', mappings, { arrayBuffers: 60 })).toEqual({
    heap: 10,
    arrayBuffers: 60,
    mallocHeap: 20,
  });
  expect(sizesOf('v8', mappings, { arrayBuffers: 500 })).toEqual({ heap: 10, arrayBuffers: 80 });
  expect(sizesOf('v8', mappings, {})).toEqual({ heap: 10, mallocBlocks: 50, mallocHeap: 30 });
});

test('the heap of JavaScriptCore is in the allocator, and what it counts as external has other mappings too', () => {
  const mappings = [mapped('mallocArenas', 100), mapped('code', 20), mapped('wasm', 30), mapped('heap', 1)];
  expect(sizesOf('jsc', mappings, { heapUsed: 38, heapTotal: 40, external: 75 })).toEqual({
    heap: 41,
    external: 25,
    mallocArenas: 35,
    code: 20,
    wasm: 30,
  });
});

test('the sizes add up, and the largest files have names', () => {
  const files = Array.from({ length: 9 }, (_, at) => mapped('files', 10 + at, `lib${at}.so`));
  const {
    resident,
    sizes,
    files: named,
  } = residentPartsIn([...files, mapped('other', 4), mapped('files', 100, 'lib0.so')], 'v8', {
    arrayBuffers: 7,
  });
  expect(resident).toBe(230);
  expect(sizes).toEqual({ files: 226, other: 4 });
  expect(Object.entries(named ?? {})[0]).toEqual(['lib0.so', 110]);
  expect(Object.keys(named ?? {})).toHaveLength(8);
});

test('names the allocator by what is mapped, and counts the arenas of glibc', () => {
  const libc = mapped('files', 1, 'libc.so.6');
  const arena = mapped('mallocArenas', 1);
  expect(residentPartsIn([libc, arena, arena], 'v8', {})).toMatchObject({ allocator: 'glibc', arenas: 2 });
  const jemalloc = residentPartsIn([libc, mapped('files', 1, 'libjemalloc.so.2')], 'v8', {});
  expect(jemalloc).toMatchObject({ allocator: 'jemalloc' });
  expect(jemalloc).not.toHaveProperty('arenas');
  expect(residentPartsIn([mapped('files', 1, 'ld-musl-x86_64.so.1')], 'v8', {}).allocator).toBe('musl');
  expect(residentPartsIn([libc], 'jsc', {}).allocator).toBe('mimalloc');
});

test('without mappings, what everybody may read adds up as well', () => {
  expect(
    residentPartsOfStatus({ rss: 100, rssFile: 30, rssShared: 5 }, { heapTotal: 40, arrayBuffers: 50 }),
  ).toEqual({
    from: 'status',
    resident: 100,
    sizes: { files: 30, shared: 5, heap: 40, arrayBuffers: 25 },
  });
});
