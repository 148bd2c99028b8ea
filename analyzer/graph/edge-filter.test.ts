import { describe, expect, it } from 'vitest';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { retainingEdges } from './edge-filter.ts';
import type { HeapGraph } from './heap-graph.ts';

/** The edges that retain, as `From name -> To`. */
function retaining(draw: (h: HeapDrawing) => void): string[] {
  const graph = drawHeap(draw).graph();
  const edges = retainingEdges(graph);
  return describeEdges(graph, (edge) => edges[edge] === 1);
}

function describeEdges(graph: HeapGraph, wanted: (edge: number) => boolean): string[] {
  const found: string[] = [];
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const [from, to] = [graph.edgeSource(edge), graph.edgeTarget(edge)].map((node) => graph.rawName(node));
    if (wanted(edge)) found.push(`${from} ${graph.edgeNameOrIndex(edge)} -> ${to}`);
  }
  return found;
}

describe('retaining edges', () => {
  it('are those of every strong type', () => {
    const edges = retaining((h) => {
      const a = h.object('A');
      h.root.property('p', a).element(1, a).internal('i', a).variable('c', a).edge('hidden', 2, a);
    });
    expect(edges).toEqual([' p -> A', ' 1 -> A', ' i -> A', ' c -> A', ' 2 -> A']);
  });

  it('are neither weak nor to oneself', () => {
    const edges = retaining((h) => {
      const a = h.object('A');
      h.root.property('a', a.property('self', a)).weak('w', a);
    });
    expect(edges).toEqual([' a -> A']);
  });

  it('are shortcuts only from the root', () => {
    const edges = retaining((h) => {
      const bound = h.object('Bound');
      h.root.edge(
        'shortcut',
        'global',
        h.object('Global').property('b', bound).edge('shortcut', 'bound_this', bound),
      );
    });
    expect(edges).toEqual([' global -> Global', 'Global b -> Bound']);
  });

  it('hold a value in a WeakMap by its key, not by the table', () => {
    const edges = retaining((h) => {
      const key = h.object('Key (odd) @7');
      const number = h.object('Key').internal('1 / part of key', h.object('NoPair'));
      h.root
        .property('key', key)
        .property('number', number)
        .property('map', h.weakMap().set(key, h.object('Value')));
    });
    expect(edges.filter((edge) => edge.includes('Value'))).toEqual([
      'Key (odd) @7 4 / part of key (Key (odd) @7 @3) -> value (Value @13) pair in WeakMap (table @11) -> Value',
    ]);
    expect(edges).toContain('Key 1 / part of key -> NoPair');
  });
});
