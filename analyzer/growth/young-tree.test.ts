import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { randomHeap } from '../../testing/random-heap.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import { growYoungTree } from './young-tree.ts';

/** The names of the nodes of the young tree, each with that of its parent, and whether two of them are alike. */
function youngIn(draw: (h: HeapDrawing) => void) {
  const { heap } = ageDrawn(draw);
  const { count, node, parent, label, cls } = growYoungTree(heap);
  const name = (at: number) => heap.graph.rawName(node[at]);
  const places = [...new Array(count).keys()].slice(1);
  return {
    rows: places.map((at) => `${name(parent[at])} > ${name(at)}`),
    labels: places.map((at) => label[at]),
    classes: places.map((at) => cls[at]),
  };
}

describe('the young tree', () => {
  it('has what is young, and what it hangs on', () => {
    const { rows } = youngIn((h) => {
      const [holder, quiet] = [h.object('Holder'), h.object('Quiet')];
      h.root.property('holder', holder).property('quiet', quiet);
      holder.property('old', h.object('Old'));
      h.capture();
      holder.property('young', h.object('Young').property('part', h.string('text')));
    });
    expect(rows).toEqual([' > Holder', 'Holder > Young', 'Young > text']);
  });

  it('is the root alone, if nothing is young', () => {
    const { rows } = youngIn((h) => h.root.property('old', h.object('Old')));
    expect(rows).toEqual([]);
  });

  it('has old objects that young ones hold alone', () => {
    const { rows } = youngIn((h) => {
      const [holder, old] = [h.object('Holder'), h.object('Old')];
      h.root.property('holder', holder.property('old', old));
      h.capture();
      holder.remove('old').property('young', h.object('Young').property('old', old));
      old.property('more', h.object('More'));
    });
    expect(rows).toEqual([' > Holder', 'Holder > Young', 'Young > Old', 'Old > More']);
  });

  it('tells nodes apart by how they hang and by their class', () => {
    const { labels, classes } = youngIn((h) => {
      const holder = h.object('Holder');
      h.root.property('holder', holder);
      h.capture();
      holder.element(0, h.object('A')).element(1, h.object('A')).element(2, h.object('B'));
      holder.property('a', h.object('A')).property('b', h.object('A'));
    });
    const [, first, second, other, a, b] = labels;
    expect([second, other]).toEqual([first, first]);
    expect(new Set([first, a, b]).size).toBe(3);
    const [, ofFirst, ofSecond, ofOther, ofA] = classes;
    expect([ofSecond, ofA]).toEqual([ofFirst, ofFirst]);
    expect(ofOther).not.toBe(ofFirst);
  });

  it('of any heap has all that is young, its dominators and nothing else, parents first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.nat(150), (seed, cut) => {
        const heap = new AgedHeap(randomHeap(seed).graph(), [2 * cut + 1, 100_001]);
        const { count, node, parent } = growYoungTree(heap);
        const expected = new Set([0]);
        for (let v = 0; v < heap.graph.nodeCount; v++) {
          if (!heap.isReachable(v) || heap.birth[v] === 0) continue;
          for (let above = v; above > 0; above = heap.tree.idom[above]) expected.add(above);
        }
        expect(new Set(node.subarray(0, count))).toEqual(expected);
        expect(count).toBe(expected.size);
        for (let at = 1; at < count; at++) {
          expect(parent[at]).toBeLessThan(at);
          expect(node[parent[at]]).toBe(heap.tree.idom[node[at]]);
        }
      }),
      { numRuns: 20 },
    );
  });
});
