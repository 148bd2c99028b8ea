import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { type Explained, tableCandidates } from './table-candidates.ts';

/** The tables worth asking about in a drawing of four captures, with their owners by class. */
function tables(
  draw: (h: HeapDrawing, scope: DrawnNode) => void,
  explainedBy: (at: (node: DrawnNode) => number) => Partial<Explained> = () => ({}),
) {
  const { heap, at } = ageDrawn((h) => {
    const scope = moduleScope(h);
    // The last capture is there only if something was drawn since the one before.
    everyInterval(h, (interval) => {
      scope.variable(`capture ${interval}`, h.object('Mark'));
      if (interval === 0) draw(h, scope);
    });
  });
  const explained = { isEntry: () => false, isHolder: () => false, ...explainedBy(at) };
  return tableCandidates(heap, explained).map(({ node, edge, entries, isCounted, ...more }) => ({
    owner: heap.names.className(node),
    edge,
    entries,
    isCounted,
    explained: more.explained,
    newest: more.newest,
  }));
}

/** An array with a store of this size, and with so many elements, all of them one. */
function array(h: HeapDrawing, store: number, elements = 0): DrawnNode {
  const list = h.object('Array').internal('elements', h.array({ size: store }));
  const shared = h.object('Shared');
  for (let i = 0; i < elements; i++) list.element(i, shared);
  return list;
}

describe('a table', () => {
  it('a store is asked about from a KiB per interval on', () => {
    const store = (size: number) => tables((h, scope) => scope.variable('list', array(h, size)));
    expect(store(3 * 1024)).toMatchObject([{ owner: 'Array', edge: 'internal elements' }]);
    expect(store(3 * 1024 - 1)).toEqual([]);
  });

  it('entries are counted if more than one word in fifty refers to something', () => {
    const words = (elements: number) =>
      tables((h, scope) => scope.variable('list', array(h, 8 * 1000, elements)));
    expect(words(21)).toMatchObject([{ entries: 21, isCounted: true }]);
    expect(words(20)).toMatchObject([{ entries: 20, isCounted: false }]);
  });

  it('is the largest store of an object, and the largest one comes first', () => {
    const found = tables((h, scope) => {
      const registry = h.object('Registry').internal('elements', h.array({ size: 4000 }));
      scope.variable('registry', registry.internal('properties', h.array({ size: 5000 })));
      scope.variable('list', array(h, 9000));
    });
    expect(found.map(({ owner, edge }) => `${owner} ${edge}`)).toEqual([
      'Array internal elements',
      'Registry internal properties',
    ]);
  });

  it('is of no weak container, which keeps nothing by itself', () => {
    const ofClass = (className: string, isWeak = false) =>
      tables((h, scope) => {
        const store = h.array({ size: 9000 });
        if (isWeak) store.weak('3', h.root);
        scope.variable('known', h.object(className).internal('table', store));
      });
    expect(ofClass('Set')).toHaveLength(1);
    for (const name of ['WeakSet', 'WeakMap', 'SafeWeakMap']) expect(ofClass(name)).toEqual([]);
    expect(ofClass('Registry')).toHaveLength(1);
    expect(ofClass('Registry', true)).toEqual([]);
  });

  it('is of an old object that is no holder of what piles up', () => {
    let drawn: DrawnNode;
    const draw = (h: HeapDrawing, scope: DrawnNode) => {
      drawn = array(h, 9000);
      scope.variable('list', drawn);
    };
    expect(tables(draw)).toHaveLength(1);
    expect(tables(draw, (at) => ({ isHolder: (v) => v === at(drawn) }))).toEqual([]);
    const young = tables((h, scope) => {
      h.capture();
      draw(h, scope);
    });
    expect(young).toEqual([]);
  });

  it('tells how many of its entries are from the last interval, and how many pile up', () => {
    const young: DrawnNode[] = [];
    const { heap, at } = ageDrawn((h) => {
      const list = array(h, 9000, 30);
      moduleScope(h).variable('list', list);
      everyInterval(h, (interval) => {
        for (let i = 0; i <= interval; i++) {
          const session = h.object('Session');
          list.push(session);
          if (interval > 0) young.push(session);
        }
      });
    });
    const isPart = new Set(young.slice(0, 3).map(at));
    const [table] = tableCandidates(heap, { isEntry: (v) => isPart.has(v), isHolder: () => false });
    expect(table).toMatchObject({ entries: 30 + 1 + 2 + 3 + 4, newest: 4, explained: 3 });
  });
});
