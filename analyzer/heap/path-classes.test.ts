import { describe, expect, it } from 'vitest';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { AgedHeap } from './aged-heap.ts';
import { countPathClasses, datingByPathClasses } from './path-classes.ts';

/** How many nodes of a class were born in each interval, as paths and classes date them. */
function birthsOf(className: string, draw: (h: HeapDrawing, holder: DrawnNode, interval: number) => void) {
  const graphs = drawHeap((h) => {
    const holder = h.object('Holder');
    h.root.property('holder', holder);
    for (let interval = 0; interval < 3; interval++) {
      draw(h, holder, interval);
      h.capture();
    }
  }).graphs();
  const earlier = graphs.slice(0, -1).map((graph) => countPathClasses(new AgedHeap(graph, [1])));
  const last = graphs[graphs.length - 1];
  const heap = new AgedHeap(last, [1, 1, 1], datingByPathClasses(earlier));
  const births = [0, 0, 0];
  for (let v = 0; v < last.nodeCount; v++) if (last.rawName(v) === className) births[heap.birth[v]]++;
  return births;
}

describe('a path class', () => {
  it('is dated by how it grew', () => {
    const births = birthsOf('Session', (h, holder, interval) => {
      for (let i = 0; i < [4, 2, 3][interval]; i++) holder.push(h.object('Session'));
    });
    expect(births).toEqual([4, 2, 3]);
  });

  it('is not dated if it ever shrank', () => {
    let first = 0;
    const births = birthsOf('Session', (h, holder, interval) => {
      for (let i = 0; i < 6; i++) holder.push(h.object('Session'));
      for (let i = 0; i < [0, 8, 0][interval]; i++) holder.remove(first++);
    });
    expect(births).toEqual([10, 0, 0]);
  });

  it('is one of all links of a chain, however long it is', () => {
    let last: DrawnNode | undefined;
    const births = birthsOf('Link', (h, holder) => {
      for (let i = 0; i < 3; i++) {
        const link = h.object('Link');
        (last ?? holder).property('next', link);
        last = link;
      }
    });
    expect(births).toEqual([3, 3, 3]);
  });

  it('is not that of a record within a record of its class', () => {
    const births = birthsOf('Record', (h, holder, interval) => {
      for (let i = 0; i < [4, 2, 3][interval]; i++)
        holder.push(h.object('Record').property('inner', h.object('Record')));
    });
    expect(births).toEqual([8, 4, 6]);
  });

  it('tells apart by names, but not by the keys of a dictionary', () => {
    const named = birthsOf('Session', (h, holder, interval) => {
      holder.property(`interval ${interval}`, h.object('Session'));
    });
    expect(named).toEqual([1, 1, 1]);
    let dictionary: DrawnNode;
    const byKey = birthsOf('Session', (h, holder, interval) => {
      if (interval === 0) dictionary = h.object('Object');
      holder.property('sessions', dictionary);
      for (let i = 0; i < 20; i++) dictionary.property(`key ${interval}-${i}`, h.object('Session'));
      // What was there before is replaced: as many of the class as there were.
      for (let i = 0; i < 10 && interval === 2; i++) dictionary.remove(`key 0-${i}`);
    });
    expect(byKey).toEqual([20, 20, 10]);
  });
});

describe('what a new one keeps alive', () => {
  it('is as new as it is', () => {
    const births = birthsOf('Text', (h, holder, interval) => {
      for (let i = 0; i < [4, 2, 3][interval]; i++)
        holder.push(h.object('Session').property('text', h.object('Text')));
    });
    expect(births).toEqual([4, 2, 3]);
  });
});
