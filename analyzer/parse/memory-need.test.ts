import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { memoryNeed } from './memory-need.ts';
import { checkMemoryOf } from './memory-of-file.ts';
import { readSnapshot } from './read-snapshot.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

describe('the memory a snapshot needs', () => {
  it('grows with its nodes and edges', () => {
    expect(memoryNeed({ nodeCount: 1e6, edgeCount: 3e6 })).toBeGreaterThan(
      memoryNeed({ nodeCount: 1e6, edgeCount: 2e6 }),
    );
    expect(memoryNeed({ nodeCount: 2e6, edgeCount: 3e6 })).toBeGreaterThan(
      memoryNeed({ nodeCount: 1e6, edgeCount: 3e6 }),
    );
  });

  it('refuses with the figure what needs more than is allowed', () => {
    const file = scratch.write(drawHeap((h) => h.root.property('a', h.object('A'))).text());
    expect(() => readSnapshot(file, { maxMemory: 1 << 20 })).toThrow(
      /needs about 9\d\.\d MiB of memory, but only 1\.0 MiB is available/,
    );
    expect(() => checkMemoryOf(file, 1 << 20)).toThrow(/but only 1\.0 MiB is available/);
    expect(readSnapshot(file, { maxMemory: 1 << 30 }).nodeCount).toBe(2);
    checkMemoryOf(file, 1 << 30);
  });
});
