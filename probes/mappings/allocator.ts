import type { Allocator } from '../../format/resident-parts.ts';
import type { ClassifiedMapping, EngineOfProcess } from './classify-mappings.ts';

/** A library that was preloaded answers before the system's own. */
const libraries: readonly (readonly [RegExp, Allocator])[] = [
  [/^libjemalloc/, 'jemalloc'],
  [/^libmimalloc/, 'mimalloc'],
  [/^libtcmalloc/, 'tcmalloc'],
  [/^(?:ld-musl|libc\.musl)/, 'musl'],
  [/^libc(?:\.so\.6|-2\.\d+\.so)$/, 'glibc'],
];

/** Bun brings mimalloc along in its executable. */
export function allocatorOf(mappings: readonly ClassifiedMapping[], engine: EngineOfProcess): Allocator {
  if (engine === 'jsc') return 'mimalloc';
  const names = new Set(mappings.flatMap(({ file }) => file ?? []));
  const found = libraries.find(([pattern]) => [...names].some((name) => pattern.test(name)));
  return found?.[1] ?? 'unknown';
}
