import { bytes, signedBytes } from './quantities.ts';
import type { ResidentPart } from './resident-parts.ts';
import type { ResidentTrend } from './resident-trend.ts';
import type { Bytes } from './units.ts';

/** What each part is called, in every output. */
export const residentNames: Readonly<Record<ResidentPart, string>> = {
  heap: 'JavaScript heap',
  code: 'compiled code',
  arrayBuffers: 'ArrayBuffers',
  external: 'strings and Buffers',
  wasm: 'WebAssembly',
  mallocHeap: 'malloc heap',
  mallocArenas: 'malloc arenas',
  mallocBlocks: 'large malloc blocks',
  stacks: 'thread stacks',
  files: 'mapped files',
  shared: 'shared memory',
  other: 'other',
};

/** Less is not worth a word of its own. */
const leastTold: Bytes = 1024 * 1024;

/** `resident: 412 MiB: malloc arenas 300 MiB (+280 MiB), JavaScript heap 40.0 MiB, …`, the largest first. */
export function residentText({
  parts,
  last,
  from,
  allocator,
  files = [],
  beside = {},
}: ResidentTrend): string {
  const named = byName(parts, allocator);
  const told = named.filter((part) => part.name !== residentNames.other && isTold(part));
  const restSize = last - told.reduce((sum, part) => sum + part.last, 0);
  const texts = told
    .toSorted((a, b) => b.last - a.last)
    .map(({ name, last: size, gain }) => `${name} ${bytes(size)}${gained(gain)}`);
  const grown = files
    .filter(({ gain }) => gain >= leastTold)
    .map(({ name, gain }) => `${name} ${signedBytes(gain)}`);
  return [
    `resident: ${bytes(last)}: ${[...texts, `other ${bytes(restSize)}`].join(', ')}`,
    ...(grown.length === 0 ? [] : [`files that grew: ${grown.join(', ')}`]),
    ...(from === 'status' ? ['the mappings of the process could not be read, so "other" has the rest'] : []),
    ...besideText(beside),
  ].join('; ');
}

interface Named {
  readonly name: string;
  readonly last: Bytes;
  readonly gain: Bytes;
}

/** Heap, arenas and blocks are words of glibc: what another allocator has is one part. */
function byName(
  parts: ResidentTrend['parts'],
  allocator: ResidentTrend['allocator'] = 'unknown',
): readonly Named[] {
  const isForeign = !['glibc', 'musl', 'unknown'].includes(allocator);
  const named = new Map<string, Named>();
  for (const { name, last, gain } of parts) {
    const word = isForeign && name.startsWith('malloc') ? allocator : residentNames[name];
    const before = named.get(word) ?? { last: 0, gain: 0 };
    named.set(word, { name: word, last: before.last + last, gain: before.gain + gain });
  }
  return [...named.values()];
}

function isTold({ last, gain }: Named): boolean {
  return last >= leastTold || Math.abs(gain) >= leastTold;
}

function gained(gain: Bytes): string {
  return Math.abs(gain) < leastTold ? '' : ` (${signedBytes(gain)})`;
}

/** What is no part of resident memory, or within it. */
function besideText({
  pageTables = 0,
  swap = 0,
  lazilyFreed = 0,
  hugePages = 0,
  heapFree = 0,
}: NonNullable<ResidentTrend['beside']>): string[] {
  const within = [
    ...(heapFree >= leastTold ? [`${bytes(heapFree)} of the heap is free`] : []),
    ...(lazilyFreed >= leastTold ? [`${bytes(lazilyFreed)} is freed and not yet taken back`] : []),
    ...(hugePages >= leastTold ? [`${bytes(hugePages)} is in huge pages`] : []),
  ];
  const outside = [
    ...(pageTables >= leastTold ? [`page tables ${bytes(pageTables)}`] : []),
    ...(swap >= leastTold ? [`swap ${bytes(swap)}`] : []),
  ];
  return [...within, ...(outside.length === 0 ? [] : [`beside it: ${outside.join(', ')}`])];
}
