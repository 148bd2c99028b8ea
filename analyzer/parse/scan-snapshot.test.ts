import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { readSnapshot } from './read-snapshot.ts';
import { largestOdd, scanNodeIds } from './scan-snapshot.ts';
import { SnapshotError } from './snapshot-error.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const heap = drawHeap((h) => {
  h.root
    .property('old', h.object('Old', { size: 5_000_000_000 }))
    .property('native', h.native('N', { id: 8_000_000 }));
  h.capture();
  h.root.property('new', h.object('New'));
});

describe('scanning the nodes of a capture', () => {
  it('gives the same ids and sizes as reading all of it', () => {
    for (const file of heap.writeTo(scratch.path)) {
      const { nodeCount, nodeId, selfSize, largeSizes, firstEdge } = readSnapshot(file);
      expect(scanNodeIds(file)).toMatchObject({ nodeCount, nodeId, selfSize, largeSizes, firstEdge });
    }
  });

  it('gives the largest odd id as the watermark', () => {
    const [first, second] = heap.writeTo(scratch.path).map(scanNodeIds);
    expect(first!.watermark).toBe(3);
    expect(second!.watermark).toBe(5);
    expect(largestOdd(new Uint32Array([2, 4]))).toBe(0);
    expect(largestOdd(new Uint32Array([4_294_967_295, 1]))).toBe(4_294_967_295);
  });

  it('counts large objects in full into the heap, and what native code keeps for it not at all', () => {
    const drawn = drawHeap((h) => {
      h.root.property('large', h.object('Large', { size: 5_000_000_000 }));
      h.root.property('zlib', h.native('Zlib', { size: 300_000_000 }));
      h.root.property('huge', h.native('system / JSArrayBufferData', { size: 6_000_000_000 }));
    });
    const [file] = drawn.writeTo(scratch.path);
    const { selfSize, heapSize } = scanNodeIds(file);
    const others = selfSize.filter((size) => size < 100_000).reduce((sum, size) => sum + size, 0);
    expect(heapSize).toBe(5_000_000_000 + others);
  });

  it('serves for a capture that was cut behind its nodes', () => {
    const text = heap.text();
    const cut = text.slice(0, text.indexOf('"edges"') + 10);
    expect(scanNodeIds(scratch.write(cut)).nodeCount).toBe(4);
    expect(() => readSnapshot(scratch.write(cut))).toThrow(SnapshotError);
    expect(() => scanNodeIds(scratch.write(text.slice(0, text.indexOf('"edges"') - 10)))).toThrow(
      SnapshotError,
    );
  });

  it('finds the nodes in front of the header as well', () => {
    const { snapshot, nodes } = heap.json();
    expect(scanNodeIds(scratch.write(JSON.stringify({ nodes, snapshot }))).watermark).toBe(5);
    expect(() => scanNodeIds(scratch.write(JSON.stringify({ snapshot })))).toThrow(/has no "nodes"/);
  });
});
