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
  const told = parts
    .filter((part) => part.name !== 'other' && isTold(part))
    .toSorted((a, b) => b.last - a.last)
    .map(({ name, last: size, gain }) => `${nameOf(name, allocator)} ${bytes(size)}${gained(gain)}`);
  const rest = parts.filter((part) => part.name === 'other' || !isTold(part));
  const restSize = rest.reduce((sum, part) => sum + part.last, 0);
  const grown = files
    .filter(({ gain }) => gain >= leastTold)
    .map(({ name, gain }) => `${name} ${signedBytes(gain)}`);
  return [
    `resident: ${bytes(last)}: ${[...told, `other ${bytes(restSize)}`].join(', ')}`,
    ...(grown.length === 0 ? [] : [`files that grew: ${grown.join(', ')}`]),
    ...(from === 'status' ? ['the mappings of the process could not be read, so "other" has the rest'] : []),
    ...besideText(beside),
  ].join('; ');
}

function isTold({ last, gain }: { readonly last: Bytes; readonly gain: Bytes }): boolean {
  return last >= leastTold || Math.abs(gain) >= leastTold;
}

function gained(gain: Bytes): string {
  return Math.abs(gain) < leastTold ? '' : ` (${signedBytes(gain)})`;
}

function nameOf(name: ResidentPart, allocator: ResidentTrend['allocator']): string {
  const isKnown = allocator !== undefined && allocator !== 'unknown' && allocator !== 'glibc';
  return isKnown ? residentNames[name].replace('malloc', allocator) : residentNames[name];
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
