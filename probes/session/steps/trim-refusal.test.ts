import { expect, it } from 'vitest';
import { trimRefusal } from './trim-refusal.ts';

it.each([
  ['node', 'glibc', undefined],
  ['node', 'jemalloc', 'malloc_trim is a function of glibc, and jemalloc serves this process'],
  ['node', 'musl', 'malloc_trim is a function of glibc, and musl serves this process'],
  // Its mappings could not be read: then it is tried.
  ['node', undefined, undefined],
  // Gives back by itself what its own allocator has.
  ['bun', 'mimalloc', undefined],
] as const)('freed memory of %s with %s', (runtime, allocator, refusal) => {
  expect(trimRefusal({ runtime }, allocator)).toBe(refusal);
});
