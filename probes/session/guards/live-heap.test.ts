import { describe, expect, it } from 'vitest';
import { liveHeap } from './live-heap.ts';

const mebi = 1 << 20;
const at = (second: number, heapUsed: number, more: { afterGc?: number; large?: number } = {}) => ({
  at: second * 1_000,
  heapUsed: heapUsed * mebi,
  ...(more.afterGc === undefined ? {} : { heapAfterGc: more.afterGc * mebi }),
  ...(more.large === undefined
    ? {}
    : { spaces: { old_space: 0, large_object_space: more.large * mebi, new_large_object_space: 0 } }),
});
const sizeOf = (...samples: Parameters<typeof liveHeap>[0]) => (liveHeap(samples)?.size ?? 0) / mebi;

describe('liveHeap', () => {
  it('is all of the heap if nothing else is known', () => {
    expect(sizeOf(at(0, 100))).toBe(100);
    expect(liveHeap([])).toBeUndefined();
    expect(liveHeap([{ at: 1 }])).toBeUndefined();
  });

  it('is the floor of the last seconds', () => {
    expect(sizeOf(at(0, 40), at(5, 60), at(14, 100))).toBe(60);
    expect(sizeOf(at(0, 40), at(5, 60), at(15, 100))).toBe(60);
  });

  it('is what full collections left and half of what rose since', () => {
    expect(sizeOf(at(0, 60, { afterGc: 50 }), at(30, 60, { afterGc: 50 }), at(60, 90))).toBe(70);
  });

  it('grows on as it did between the last two collections, and faster', () => {
    const grown = [at(0, 60, { afterGc: 50 }), at(30, 90, { afterGc: 80 })];
    expect(sizeOf(...grown, at(50, 200))).toBe(140);
    expect(sizeOf(...grown, at(50, 130))).toBe(120);
    expect(sizeOf(...grown, at(50, 110))).toBe(110);
  });

  it('never is more than was in use', () => {
    expect(sizeOf(at(0, 200, { afterGc: 200 }), at(30, 150, { afterGc: 150 }), at(40, 70))).toBe(70);
  });

  it('says how much of it may be in large objects, if the runtime tells', () => {
    expect(liveHeap([at(0, 100)])).toEqual({ size: 100 * mebi });
    expect(liveHeap([at(0, 100, { large: 80 })])).toEqual({ size: 100 * mebi, large: 80 * mebi });
    expect(liveHeap([at(0, 100, { large: 20 }), at(5, 120, { large: 60 })])).toEqual({
      size: 100 * mebi,
      large: 20 * mebi,
    });
    expect(liveHeap([at(0, 90, { large: 80 }), at(5, 50, { large: 80 })])).toEqual({
      size: 50 * mebi,
      large: 50 * mebi,
    });
  });
});
