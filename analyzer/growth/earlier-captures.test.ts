import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import { emptySlot, lookUp, slotContent, slotKey } from './earlier-captures.ts';

describe('an earlier capture', () => {
  let [holder, map, late]: DrawnNode[] = [];
  const { earlier } = ageDrawn((h) => {
    const sessions = h.map();
    [holder, map] = [h.object('Holder', { size: 100 }), sessions];
    h.root.property('holder', holder).property('map', map);
    holder.property('text', h.string('a', { size: 1000 })).weak('cache', h.string('b', { size: 500 }));
    sessions.set(1, h.object('Session')).set(2, h.object('Session'));
    h.capture();
    late = h.object('Late');
    holder.property('late', late).property('text', h.string('c', { size: 2000 }));
  });
  const slot = (owner: DrawnNode, edge: string) => ({ owner: owner.id, edge });
  const ask = (owners: readonly DrawnNode[], edges: ReadonlyArray<ReturnType<typeof slot>> = []) =>
    lookUp(earlier[0], {
      owners: new Set(owners.map(({ id }) => id)),
      containers: new Set(owners.map(({ id }) => id)),
      ofMany: new Set<number>(),
      slots: edges,
    });

  it('tells what an object retained, and nothing of one that did not live yet', () => {
    expect([...ask([holder, late]).retained]).toEqual([[holder.id, 1100]]);
  });

  it('tells how many entries a container had, and how many keys if it was no container yet', () => {
    expect(new Map(ask([holder, map, late]).entries)).toEqual(
      new Map([
        [map.id, 2],
        [holder.id, 1],
      ]),
    );
  });

  it('tells what was in a place: nothing if it had no value, or a weak one', () => {
    const text = slot(holder, 'property text');
    const [none, weak] = [slot(holder, 'property none'), slot(holder, 'weak cache')];
    const [ofLate] = [slot(late, 'property text')];
    const { slots } = ask([], [text, none, weak, ofLate]);
    expect(slots.get(slotKey(text))).toMatchObject({ size: 1000 });
    expect(slots.get(slotKey(none))).toEqual(emptySlot);
    expect(slots.get(slotKey(weak))).toEqual(emptySlot);
    expect(slots.has(slotKey(ofLate))).toBe(false);
  });
});

describe('a place stands for', () => {
  it('all that its value keeps alive if one place holds it alone, else for the value itself', () => {
    const sizeOf = (isShared: boolean) => {
      let holder: DrawnNode;
      const { heap, at } = ageDrawn((h) => {
        holder = h.object('Holder');
        const state = h.object('State', { size: 10 }).property('text', h.string('text', { size: 1000 }));
        h.root.property('holder', holder.property('state', state));
        if (isShared) h.root.property('other', h.object('Other').property('state', state));
      });
      return slotContent(heap, at(holder!), heap.graph.firstEdge(at(holder!))).size;
    };
    expect(sizeOf(false)).toBe(1010);
    expect(sizeOf(true)).toBe(10);
  });
});
