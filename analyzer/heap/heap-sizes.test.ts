import { expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { largestOdd } from '../parse/scan-snapshot.ts';
import { AgedHeap } from './aged-heap.ts';
import { heapSizes } from './heap-sizes.ts';

it('what native code keeps for objects is not of the heap', () => {
  const graph = drawHeap((h) => {
    const stream = h.object('Deflate', { size: 100 });
    stream.property(
      'handle',
      h.object('Zlib', { size: 40 }).internal('state', h.native('Node / zlib_memory', { size: 300_000 })),
    );
    h.root.push(h.closure('main', h.context({ size: 16 }).variable('stream', stream)));
  }).graph();
  const heap = new AgedHeap(graph, [largestOdd(graph.columns.nodeId)]);
  const { heap: inside, outside } = heapSizes(heap);
  expect(outside).toBe(300_000);
  expect(inside).toBeGreaterThan(100);
  expect(inside).toBeLessThan(10_000);
});
