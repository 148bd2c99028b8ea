import { expect, it } from 'vitest';
import type { MemorySample } from '../../format/memory-sample.ts';
import { heapRises } from './heap-rise.ts';

const mebi = 1024 * 1024;

// It rises by two thirds from the middle of its first third to that of its last.
it.each([
  [16.1, true],
  [15.9, false],
])('a committed heap that rises by just enough, %d MiB, is a sign: %s', (rise, rises) => {
  const samples = Array.from({ length: 9 }, (_, t) => ({
    at: t * 1_000,
    heapTotal: t < 5 ? 0 : rise * mebi,
  }));
  expect(heapRises(samples)).toBe(rises);
});

it.each([
  [1.02, true],
  [0.98, false],
])('floors after captures that rise by just enough, %d MiB, are a sign: %s', (rise, rises) => {
  const samples = [0, 1, 2].flatMap((capture): MemorySample[] => [
    { at: capture * 20_000, mark: 'captured' },
    { at: capture * 20_000 + 1_000, heapUsed: (10 + (rise * capture) / 2) * mebi },
  ]);
  expect(heapRises(samples)).toBe(rises);
});
