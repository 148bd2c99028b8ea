import { describe, expect, it } from 'vitest';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { largestOdd } from '../parse/scan-snapshot.ts';
import { AgedHeap } from './aged-heap.ts';
import { countPathClasses, datingByPathClasses } from './path-classes.ts';

/** How many sessions were born in each interval, as ids say, and as paths and classes do. */
function birthsOf(draw: (h: HeapDrawing) => void): Record<'byIds' | 'byPaths', number[]> {
  const graphs = drawHeap(draw).graphs();
  const watermarks = graphs.map((graph) => largestOdd(graph.columns.nodeId));
  const earlier = graphs
    .slice(0, -1)
    .map((graph, k) => countPathClasses(new AgedHeap(graph, [watermarks[k]])));
  const last = graphs.at(-1)!;
  const births = (heap: AgedHeap) => {
    const counts = new Array<number>(heap.intervals).fill(0);
    for (let v = 0; v < last.nodeCount; v++) if (last.rawName(v) === 'Session') counts[heap.birth[v]]++;
    return counts;
  };
  return {
    byIds: births(new AgedHeap(last, watermarks)),
    byPaths: births(new AgedHeap(last, watermarks, datingByPathClasses(earlier))),
  };
}

describe('births', () => {
  it('are the same by ids and by paths, where objects pile up', () => {
    const births = birthsOf((h) => {
      const sessions = h.map();
      h.root.property('sessions', sessions);
      for (const added of [4, 2, 3]) {
        for (let i = 0; i < added; i++) sessions.set(h.string('id'), h.object('Session'));
        h.capture();
      }
    });
    expect(births).toEqual({ byIds: [4, 2, 3], byPaths: [4, 2, 3] });
  });

  it('are not told by paths of what is replaced', () => {
    const births = birthsOf((h) => {
      const current = h.object('Object');
      h.root.property('current', current);
      for (let interval = 0; interval < 3; interval++) {
        current.property('session', h.object('Session'));
        h.capture();
      }
    });
    expect(births).toEqual({ byIds: [0, 0, 1], byPaths: [1, 0, 0] });
  });
});
