import { expect, it } from 'vitest';
import { estimateCost } from './capture-cost.ts';
import type { LiveHeap } from './live-heap.ts';

const mebi = 1 << 20;
const at = { at: 1 };

/** What `npm run bench -- probes --only costs` saw: processor time in ms, and memory and disk in MiB. */
const seen = [
  { node: 20, of: 'a small server', live: 5, pause: 375, memory: 42, disk: 6 },
  { node: 22, of: 'a small server', live: 7, pause: 530, memory: 52, disk: 8 },
  { node: 24, of: 'a small server', live: 8, pause: 390, memory: 66, disk: 8 },
  { node: 26, of: 'a small server', live: 8, pause: 414, memory: 66, disk: 8 },
  { node: 20, of: 'rows in Maps', live: 45, pause: 3605, memory: 279, disk: 69 },
  { node: 22, of: 'rows in Maps', live: 45, pause: 3749, memory: 294, disk: 69 },
  { node: 20, of: 'objects with one field', live: 50, pause: 4259, memory: 388, disk: 101 },
  { node: 20, of: 'closures', live: 48, pause: 4310, memory: 360, disk: 100 },
  { node: 26, of: 'closures', live: 50, pause: 3108, memory: 342, disk: 93 },
  { node: 20, of: 'parsed JSON', live: 39, pause: 4073, memory: 355, disk: 69 },
];

it.each(seen)('is no less than what $of took on Node $node, and no more than three times as much', (took) => {
  const cost = estimateCost(at, { size: took.live * mebi, large: 0 });
  const share = {
    pause: cost.pause / took.pause,
    memory: cost.memory / (took.memory * mebi),
    disk: cost.disk / (took.disk * mebi),
  };
  for (const [what, times] of Object.entries(share)) {
    expect({ what, isEnough: times >= 0.99 }).toEqual({ what, isEnough: true });
    expect({ what, isNear: times <= 3 }).toEqual({ what, isNear: true });
  }
});

it('reckons with long arrays if nobody says how much of the heap may be some', () => {
  const of = (heap: LiveHeap) => estimateCost(at, heap).memory / mebi;
  expect(of({ size: 50 * mebi })).toBeGreaterThan(1.35 * of({ size: 50 * mebi, large: 0 }));
  // 800,000 objects in an array of 6 MB took 1,459 MiB, with 84 MiB of heap.
  const long = of({ size: 84 * mebi, large: 6 * mebi });
  expect(long).toBeGreaterThan(1_459);
  expect(long).toBeLessThan(1.5 * 1_459);
});

it('takes large texts and numbers for what they are, as far as no array can have as many different objects', () => {
  const memory = estimateCost(at, { size: 120 * mebi, large: 100 * mebi }).memory / mebi;
  expect(memory).toBeLessThan(0.75 * 120 * 17);
});
