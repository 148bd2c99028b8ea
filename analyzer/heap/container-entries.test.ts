import { describe, expect, it } from 'vitest';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { largestOdd } from '../parse/scan-snapshot.ts';
import { AgedHeap } from './aged-heap.ts';
import { birthOfEntry, entriesOf } from './container-entries.ts';

/** The births of the entries of the one container that the drawing hangs on its root. */
function birthsIn(draw: (h: HeapDrawing) => void): number[] | undefined {
  const graphs = drawHeap(draw).graphs();
  const heap = new AgedHeap(
    graphs.at(-1)!,
    graphs.map((graph) => largestOdd(graph.columns.nodeId)),
  );
  const container = heap.graph.edgeTarget(heap.graph.firstEdge(0));
  return entriesOf(heap, container)
    ?.map((entry) => birthOfEntry(heap, entry))
    .sort();
}

describe('entriesOf', () => {
  it('counts a Map over the growth of its table', () => {
    const births = birthsIn((h) => {
      const map = h.map();
      h.root.property('map', map);
      for (let interval = 0; interval < 3; interval++) {
        for (let i = 0; i < 5; i++) map.set(h.string('k'), h.object('V'));
        h.capture();
      }
    });
    expect(births).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
  });

  it('does not count deleted entries', () => {
    const births = birthsIn((h) => {
      const map = h.map();
      h.root.property('map', map);
      const keys = ['a', 'b', 'c'].map((key) => h.string(key));
      for (const key of keys) map.set(key, h.object('V'));
      map.delete(keys[1]);
      h.capture();
    });
    expect(births).toEqual([0, 0]);
  });

  it('dates an entry by its young part, because the other may be an old constant', () => {
    const births = birthsIn((h) => {
      const map = h.map();
      const [oldKey, oldValue] = [h.string('name'), h.object('Shared')];
      h.root.property('map', map).property('key', oldKey).property('value', oldValue);
      h.capture();
      map.set(oldKey, h.object('V')).set(h.string('new'), oldValue);
      h.capture();
    });
    expect(births).toEqual([1, 1]);
  });

  it('counts the elements of an array and nothing else of it', () => {
    const births = birthsIn((h) => {
      const list = h.object('Array').property('length', h.node('number', '2'));
      h.root.property('list', list);
      list.push(h.object('A'));
      h.capture();
      list.push(h.object('B'));
      h.capture();
    });
    expect(births).toEqual([0, 1]);
  });

  it('counts the keys of an object used as a dictionary, whatever its values are', () => {
    for (const value of [undefined, 'string', 'object'] as const) {
      const births = birthsIn((h) => {
        const store = h.array();
        h.root.property('files', h.object('Object').internal('properties', store));
        let word = 6;
        for (let interval = 0; interval < 2; interval++) {
          for (let i = 0; i < 10; i++, word += 3) {
            store.internal(String(word), h.string('key'));
            if (value !== undefined) store.internal(String(word + 1), h.node(value, 'value'));
          }
          h.capture();
        }
      });
      expect(births).toEqual([...new Array(10).fill(0), ...new Array(10).fill(1)]);
    }
  });

  it('knows no entries of an ordinary object', () => {
    const draw = (h: HeapDrawing): DrawnNode =>
      h.root.property('one', h.object('Plain').property('a', h.object('B')));
    expect(birthsIn(draw)).toBeUndefined();
  });
});
