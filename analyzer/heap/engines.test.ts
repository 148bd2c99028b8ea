import { expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { drawJscHeap } from '../../testing/jsc-heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import { AgedHeap } from './aged-heap.ts';

it('a heap asks the engine that wrote it', () => {
  const scratch = new ScratchFolder();
  try {
    const v8 = new AgedHeap(drawHeap((h) => void h.root.property('a', h.object('A'))).graph(), [99]);
    const [file] = drawJscHeap((h) => void h.module().variable('a', h.cell('A'))).writeTo(scratch.path);
    const jsc = new AgedHeap(new HeapGraph(readSnapshot(file)), [99]);
    expect([v8.engine.name, jsc.engine.name]).toEqual(['v8', 'jsc']);
    expect([v8.engine.runtime, jsc.engine.runtime]).toEqual(['Node', 'Bun']);
    expect(v8.engine.gapsOf(v8.graph.columns)).toEqual({ notSeen: [], limits: [] });
    expect(jsc.engine.gapsOf(jsc.graph.columns).notSeen.join()).toContain('the contents of Maps and Sets');
    expect(v8.engine.unseenHolder(v8.graph.columns)).toBe('native code');
    expect(jsc.engine.unseenHolder(jsc.graph.columns)).toContain('something unseen');
  } finally {
    scratch.remove();
  }
});
