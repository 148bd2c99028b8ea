import { execFileSync } from 'node:child_process';
import { totalmem } from 'node:os';
import { expect, it } from 'vitest';
import { youngSizeOf } from '../../session/guards/guards.ts';
import { heapBoundsOf, usualLimit } from './heap-bounds.ts';

const gibi = 2 ** 30;

it('knows how much V8 lets live on', () => {
  expect(usualLimit(1 * gibi)).toBe(0.5 * gibi);
  expect(usualLimit(8 * gibi)).toBe(2 * gibi);
  expect(usualLimit(16 * gibi)).toBe(4 * gibi);
  const told = execFileSync(process.execPath, ['-p', 'v8.getHeapStatistics().heap_size_limit'], {
    env: {},
  });
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  expect(Number(told)).toBe(usualLimit(memory) + youngSizeOf(process.versions.node));
});

it('takes all anonymous memory for heap, but what captures left there', () => {
  const sample = { at: 0, rssAnonymous: 300, swap: 20 };
  expect(heapBoundsOf(process.pid, sample, 100).heapUsed).toBe(220);
  expect(heapBoundsOf(process.pid, sample, 1_000).heapUsed).toBe(0);
});
