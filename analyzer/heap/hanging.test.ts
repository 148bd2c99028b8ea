import { describe, expect, it } from 'vitest';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { AgedHeap } from './aged-heap.ts';
import { Classes, Label, Labels, labelOfEdge } from './hanging.ts';

const words = new Map<number, string>(Object.entries(Label).map(([word, label]) => [label, word]));
const inWord = (label: number) => (label >= Label.named ? 'named' : words.get(label));

/** How each child hangs on the one node that the drawing gives back, seen beside the others, and by its edge alone. */
function labelsBelow(draw: (h: HeapDrawing) => DrawnNode): Record<'beside' | 'alone', Set<string>> {
  let drawn: DrawnNode | undefined;
  const graph = drawHeap((h) => {
    drawn = draw(h);
  }).graph();
  const heap = new AgedHeap(graph, [Number.MAX_SAFE_INTEGER]);
  const parent = graph.columns.nodeId.indexOf(drawn!.id);
  const { first, children } = heap.children;
  const below = [...children.subarray(first[parent], first[parent + 1])];
  const classes = new Classes(graph);
  const labels = new Labels(heap, classes);
  labels.open(parent, below.length);
  const edges = below.map((child) => heap.edgeBetween(parent, child)).filter((edge) => edge >= 0);
  return {
    beside: new Set(below.map((child) => `${inWord(labels.of(child, classes.of(child)))}`)),
    alone: new Set(edges.map((edge) => `${inWord(labelOfEdge(graph, parent, edge))}`)),
  };
}

const everywhere = (word: string) => ({ beside: new Set([word]), alone: new Set([word]) });

/** An object of a class with so many properties that lead to objects of another one. */
function withProperties(className: string, count: number) {
  return labelsBelow((h) => {
    const object = h.object(className);
    h.root.property('it', object);
    for (let i = 0; i < count; i++) object.property(`name ${i}`, h.object('Session'));
    return object;
  });
}

describe('a node hangs on its dominator', () => {
  it('as an element of an array, and as a word of a store', () => {
    const inArray = labelsBelow((h) => {
      const array = h.object('Array');
      h.root.property('it', array);
      return array.element(3, h.object('Session')).element(4, h.object('Session'));
    });
    const inStore = labelsBelow((h) => {
      const store = h.array();
      h.root.property('it', store);
      return store.internal('3', h.object('Session')).internal('4', h.object('Session'));
    });
    expect(inArray).toEqual(everywhere('element'));
    expect(inStore).toEqual(everywhere('element'));
  });

  it('by its own name beside eleven others, by any name from thirteen of a kind in a plain object on', () => {
    expect(withProperties('Object', 12)).toEqual(everywhere('named'));
    expect(withProperties('Object', 13)).toEqual(everywhere('anyName'));
  });

  it('by any name in an object of a class only as seen beside the others', () => {
    expect(withProperties('Registry', 13)).toEqual({
      beside: new Set(['anyName']),
      alone: new Set(['named']),
    });
  });

  it('by the name of its variable, however many a scope has', () => {
    const labels = labelsBelow((h) => {
      const scope = h.context();
      h.root.property('it', scope);
      for (let i = 0; i < 20; i++) scope.variable(`variable${i}`, h.object('Session'));
      return scope;
    });
    expect(labels).toEqual(everywhere('named'));
  });

  it('as the next link, where both are of one class that is not a plain object', () => {
    const link = (className: string) =>
      labelsBelow((h) => {
        const first = h.object(className);
        h.root.property('it', first);
        return first.property('next', h.object(className));
      }).beside;
    expect(link('Node')).toEqual(new Set(['link']));
    expect(link('Object')).toEqual(new Set(['named']));
  });

  it('jointly, where several hold it', () => {
    const labels = labelsBelow((h) => {
      const shared = h.object('Session');
      h.root.property('it', h.object('Hub'));
      const hub = h.object('Hub');
      h.root.property('hub', hub);
      hub.property('a', h.object('A').property('session', shared));
      hub.property('b', h.object('B').property('session', shared));
      return hub;
    });
    expect(labels.beside).toEqual(new Set(['named', 'jointly']));
  });
});

describe('classes', () => {
  it('tell closures by the function that they were made from, and strings by nothing', () => {
    const graph = drawHeap((h) => {
      const [one, other] = [h.node('code', 'on'), h.node('code', 'on')];
      h.root.element(0, h.closure('on').internal('shared', one));
      h.root.element(1, h.closure('on').internal('shared', one));
      h.root.element(2, h.closure('on').internal('shared', other));
      h.root.element(3, h.string('a'));
      h.root.element(4, h.string('b'));
    }).graph();
    const classes = new Classes(graph);
    const [a, b, c, text, more] = [0, 1, 2, 3, 4].map((e) => classes.of(graph.edgeTarget(e)));
    expect(b).toBe(a);
    expect(c).not.toBe(a);
    expect(more).toBe(text);
  });
});
