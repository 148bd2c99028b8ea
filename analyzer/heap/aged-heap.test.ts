import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { randomHeap } from '../../testing/random-heap.ts';
import { AgedHeap, noOrigin } from './aged-heap.ts';

/** The last capture of what is drawn, with the nodes that the drawing names. */
function age<Name extends string>(draw: (h: HeapDrawing) => Record<Name, DrawnNode>) {
  let drawn: Record<Name, DrawnNode> | undefined;
  const aged = ageDrawn((h) => {
    drawn = draw(h);
  });
  return { heap: aged.heap, at: (name: Name) => aged.at(drawn![name]) };
}

describe('births', () => {
  it('are the intervals in which objects were drawn', () => {
    const { heap, at } = age((h) => {
      const holder = h.object('Holder');
      h.root.property('holder', holder);
      const old = h.object('A');
      holder.property('old', old);
      h.capture();
      const young = h.object('A');
      holder.property('young', young);
      h.capture();
      const newest = h.object('A');
      holder.property('newest', newest);
      h.capture();
      return { holder, old, young, newest };
    });
    const births = (['holder', 'old', 'young', 'newest'] as const).map((name) => heap.birth[at(name)]);
    expect(births).toEqual([0, 0, 1, 2]);
    expect(heap.intervals).toBe(3);
  });

  it('of native nodes, whose ids tell nothing, are those of what dominates them', () => {
    const { heap, at } = age((h) => {
      const holder = h.object('Holder');
      h.root.property('holder', holder);
      h.capture();
      const [ofOld, ofYoung, shared] = [h.native('store'), h.native('store'), h.native('store')];
      const young = h.object('Young').internal('store', ofYoung).internal('shared', shared);
      const other = h.object('Young').internal('shared', shared);
      holder.internal('store', ofOld).property('young', young).property('other', other);
      h.capture();
      return { ofOld, ofYoung, shared };
    });
    expect(heap.birth[at('ofOld')]).toBe(0);
    expect(heap.birth[at('ofYoung')]).toBe(1);
    // Two young objects hold it, and an old one both of them.
    expect(heap.birth[at('shared')]).toBe(0);
  });
});

describe('engine noise', () => {
  it('is code, what describes code, and what these alone hold, but no objects below', () => {
    const { heap, at } = age((h) => {
      const code = h.node('code', 'main');
      const feedback = h.node('hidden', 'system / FeedbackVector');
      const text = h.string('source');
      const data = h.object('Cache');
      const below = h.string('entry');
      const cell = h.node('hidden', 'system / Cell');
      h.root.property('code', code);
      code.internal('feedback', feedback).internal('cell', cell);
      feedback.internal('text', text).internal('data', data);
      data.property('below', below);
      const held = h.string('held');
      h.root.property('held', held);
      return { code, feedback, text, data, below, cell, held };
    });
    const names = ['code', 'feedback', 'text', 'data', 'below', 'cell', 'held'] as const;
    const noise = Object.fromEntries(names.map((name) => [name, heap.noise[at(name)]]));
    expect(noise).toEqual({ code: 1, feedback: 1, text: 1, data: 0, below: 0, cell: 1, held: 0 });
  });

  it('is left out of what a node retains', () => {
    const { heap, at } = age((h) => {
      const holder = h.object('Holder', { size: 100 });
      h.root.property('holder', holder);
      const shape = h.node('hidden', 'system / Map', { size: 1000 });
      holder.internal('map', shape).property('text', h.string('text', { size: 10 }));
      return { holder, shape };
    });
    expect(heap.noise[at('shape')]).toBe(1);
    expect(heap.retainedData[at('holder')]).toBe(110);
  });
});

describe('retained data', () => {
  it('of the root is all data, and of a node its own and that of what it dominates', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
        const heap = new AgedHeap(randomHeap(seed).graph(), [Number.MAX_SAFE_INTEGER]);
        const { children, graph, noise, retainedData, tree } = heap;
        const own = (v: number) => (noise[v] === 0 ? graph.selfSize(v) : 0);
        const reached = [...tree.order.subarray(0, tree.reachable)];
        expect(retainedData[0]).toBe(reached.reduce((sum, v) => sum + own(v), 0));
        for (const v of reached) {
          const below = children.children.subarray(children.first[v], children.first[v + 1]);
          expect(retainedData[v]).toBe(own(v) + below.reduce((sum, child) => sum + retainedData[child], 0));
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('births by watermark', () => {
  it('are how many captures an odd id is younger than, whatever holds the node', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 0, maxLength: 4 }),
        (seed, cuts) => {
          const graph = randomHeap(seed).graph();
          const watermarks = [...cuts.map((cut) => 2 * cut + 1).toSorted((a, b) => a - b), 100_001];
          const heap = new AgedHeap(graph, watermarks);
          for (let v = 0; v < graph.nodeCount; v++) {
            const id = graph.id(v);
            if (id % 2 === 1) expect(heap.birth[v]).toBe(watermarks.filter((mark) => id > mark).length);
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('persistent', () => {
  const { heap, at } = age((h) => {
    const root = h.node('synthetic', '(GC roots)', { size: 0 });
    const old = h.object('Old');
    const native = h.native('Handle');
    const code = h.node('code', 'main');
    h.root.element(1, root);
    root.element(1, old);
    old.internal('native', native).internal('code', code);
    h.capture();
    const young = h.object('Young');
    old.property('young', young);
    h.capture();
    return { root, old, native, code, young };
  });

  it.each([
    ['an object from before the first capture', 'old', true],
    ['an object that was born later', 'young', false],
    ['a root of the engine', 'root', false],
    ['a native node, whose age is not known', 'native', false],
    ['code', 'code', false],
  ] as const)('is %s: %s %s', (_, name, isPersistent) => {
    expect(heap.isPersistent(at(name))).toBe(isPersistent);
  });
});

describe('the owner', () => {
  const { heap, at } = age((h) => {
    const map = h.map();
    const entry = h.object('Entry');
    const holder = h.object('Holder');
    const outer = h.array();
    const inner = h.array();
    const cell = h.node('hidden', 'system / Cell');
    h.root.property('map', map).property('holder', holder);
    map.set(h.string('key'), entry);
    holder.internal('elements', outer);
    outer.internal('3', inner);
    inner.internal('4', cell);
    return { map, entry, holder, inner, cell };
  });

  it('of a store is the object that it belongs to, through stores in stores', () => {
    expect(heap.ownerOf(at('cell'))).toBe(at('holder'));
    expect(heap.ownerOf(at('inner'))).toBe(at('holder'));
    expect(heap.ownerOf(heap.tree.idom[at('entry')])).toBe(at('map'));
  });

  it('of an object is itself', () => {
    expect(heap.ownerOf(at('map'))).toBe(at('map'));
    expect(heap.ownerOf(at('entry'))).toBe(at('entry'));
  });
});

describe('the origin', () => {
  const { heap, at } = age((h) => {
    const [shape, otherShape] = ['system / Map', 'system / Map'].map((name) => h.node('hidden', name));
    const code = h.node('code', 'on');
    const layout = h.node('code', 'scope');
    const [one, other, third] = ['A', 'A', 'A'].map((name) => h.object(name));
    one.internal('map', shape);
    other.internal('map', shape);
    third.internal('map', otherShape);
    const closure = h.closure('on').internal('shared', code).internal('map', shape);
    const scope = h.context().internal('scope_info', layout).internal('map', shape);
    const map = h.map().internal('map', shape);
    const text = h.string('text').internal('map', shape);
    for (const [i, node] of [one, other, third, closure, scope, map, text].entries()) h.root.element(i, node);
    return { shape, code, layout, one, other, third, closure, scope, map, text };
  });

  it('is the shape of an object, the code of a closure, the layout of a scope', () => {
    expect(heap.originOf(at('one'))).toBe(at('shape'));
    expect(heap.originOf(at('other'))).toBe(at('shape'));
    expect(heap.originOf(at('third'))).not.toBe(at('shape'));
    expect(heap.originOf(at('closure'))).toBe(at('code'));
    expect(heap.originOf(at('scope'))).toBe(at('layout'));
  });

  it('is not told of collections, which share theirs with all others, nor of strings', () => {
    expect(heap.originOf(at('map'))).toBe(noOrigin);
    expect(heap.originOf(at('text'))).toBe(noOrigin);
  });
});

describe('the edge between two nodes', () => {
  it('is the first that counts, and none where all are weak', () => {
    const { heap, at } = age((h) => {
      const holder = h.object('Holder');
      const [held, weakly] = [h.object('Held'), h.object('Weakly')];
      h.root.property('holder', holder).property('weakly', weakly);
      holder.weak('0', held).property('first', held).property('second', held).weak('1', weakly);
      return { holder, held, weakly };
    });
    const edge = heap.edgeBetween(at('holder'), at('held'));
    expect(heap.graph.edgeNameOrIndex(edge)).toBe('first');
    expect(heap.edgeBetween(at('holder'), at('weakly'))).toBe(-1);
  });
});
