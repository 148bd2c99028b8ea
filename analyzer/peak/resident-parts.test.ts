import { expect, it } from 'vitest';
import { partsOf } from './resident-parts.ts';

const mebi = 1 << 20;
const before = {
  at: 0,
  rss: 900 * mebi,
  heapUsed: 700 * mebi,
  heapTotal: 740 * mebi,
  spaces: { new_space: 20 * mebi, old_space: 680 * mebi },
};

it('tells what lived from garbage, old and young, and from free room', () => {
  expect(partsOf(before, 400 * mebi, 0)).toEqual([
    { name: 'alive', bytes: 400 * mebi },
    { name: 'garbage', bytes: 280 * mebi },
    { name: 'other', bytes: 160 * mebi },
    { name: 'free', bytes: 40 * mebi },
    { name: 'young-garbage', bytes: 20 * mebi },
  ]);
});

it('does not count what earlier captures left', () => {
  const parts = {
    at: 0,
    from: 'mappings' as const,
    resident: 900 * mebi,
    sizes: { heap: 720 * mebi, mallocHeap: 100 * mebi, files: 40 * mebi, arrayBuffers: 10 * mebi },
  };
  expect(partsOf({ ...before, parts }, 700 * mebi, 70 * mebi)).toEqual([
    { name: 'alive', bytes: 700 * mebi },
    { name: 'files', bytes: 40 * mebi },
    { name: 'native', bytes: 30 * mebi },
    { name: 'other', bytes: 30 * mebi },
    { name: 'free', bytes: 20 * mebi },
    { name: 'buffers', bytes: 10 * mebi },
  ]);
});

it('has no parts that the runtime does not tell', () => {
  expect(partsOf({ at: 0, rss: 90 * mebi }, undefined, 0)).toEqual([{ name: 'other', bytes: 90 * mebi }]);
});
