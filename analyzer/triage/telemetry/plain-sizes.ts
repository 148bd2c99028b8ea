import type { SizeUnit } from './amounts.ts';
import type { SizeField } from './column-names.ts';

type PlainSize = readonly [field: SizeField, value: number];

const page = 4096;
/** V8 reserves address space by the terabyte, and limits can be anything: these say nothing about units. */
const silent = new Set<SizeField>(['virtualSize', 'heapLimit', 'cgroupLimit', 'machineAvailable', 'swap']);

/**
 * The unit of the sizes in one row that carry none, where their magnitude leaves one possibility: no JavaScript
 * process lives in less than 20 MB, none fills a terabyte. Kilobytes are never certain: 45,672 may be megabytes.
 */
export function certainUnit(sizes: readonly PlainSize[]): SizeUnit | undefined {
  const telling = sizes.filter(([field]) => !silent.has(field));
  if (telling.some(isInBytes)) return 'bytes';
  if (telling.some(isInMegabytes)) return 'mb';
  return undefined;
}

function isInBytes([field, value]: PlainSize): boolean {
  if (!Number.isInteger(value)) return false;
  if (value >= 1e9) return true;
  // As kilobytes this is 16 GB or more, and by chance a whole number of pages once in a thousand.
  if (field === 'rss') return value >= 1.6e7 && value % page === 0;
  return value >= 2e7;
}

function isInMegabytes([field, value]: PlainSize): boolean {
  return field === 'rss' && value >= 20 && value < 10_000;
}
