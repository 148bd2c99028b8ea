import { describe, expect, it } from 'vitest';
import { computeDominators } from '../analyzer/graph/dominators.ts';
import { retainingEdges } from '../analyzer/graph/edge-filter.ts';
import type { HeapGraph } from '../analyzer/graph/heap-graph.ts';
import { retainedSizes } from '../analyzer/graph/retained-sizes.ts';
import { dominatorsLikeDevTools } from './devtools-dominators.ts';
import devtoolsSizes from './devtools-sizes.json' with { type: 'json' };
import { devtoolsSelfSizes } from './devtools-sizes.ts';
import { drawHeap, type HeapDrawing } from './heap-builder.ts';
import { randomHeap } from './random-heap.ts';

function draw(drawing: (h: HeapDrawing) => void): HeapGraph {
  return drawHeap(drawing, { keepGarbage: true }).graph();
}

function byName<T>(graph: HeapGraph, value: (node: number) => T): Record<string, T> {
  return Object.fromEntries(
    Array.from({ length: graph.nodeCount }, (_, node) => [graph.rawName(node), value(node)]),
  );
}

describe('on random heaps, node by node', () => {
  it.each(devtoolsSizes.heaps)('DevTools has the same dominators and retained sizes, seed $seed', (told) => {
    const graph = randomHeap(told.seed).graph();
    const tree = dominatorsLikeDevTools(graph);
    expect([...tree.idom]).toEqual(told.dominators);
    expect([...retainedSizes(graph, tree, devtoolsSelfSizes(graph))]).toEqual(told.retainedSizes);
  });
});

describe('dominators like those of DevTools', () => {
  it('ignore what holds a page object from outside the page', () => {
    const graph = draw((h) => {
      const kept = h.object('Kept');
      const outside = h.object('Outside');
      h.root.edge('shortcut', 'global', h.object('Global').property('kept', kept));
      h.root.property('handles', h.node('synthetic', 'Handles').element(1, kept).element(2, outside));
    });
    const plain = computeDominators(graph, retainingEdges(graph)).idom;
    expect(byName(graph, (node) => graph.rawName(plain[node]!))).toMatchObject({
      Kept: '',
      Outside: 'Handles',
    });
    const { idom } = dominatorsLikeDevTools(graph);
    expect(byName(graph, (node) => graph.rawName(idom[node]!))).toMatchObject({
      Kept: 'Global',
      Outside: 'Handles',
    });
  });

  it('hang what nothing holds, and rings, below the root', () => {
    const graph = draw((h) => {
      h.object('Orphan').property('child', h.object('Child').property('child', h.object('Grandchild')));
      const ring = h.object('Ring');
      ring.property('other', h.object('Other').property('ring', ring));
    });
    const { idom, order, reachable, number } = dominatorsLikeDevTools(graph);
    expect(reachable).toBe(graph.nodeCount);
    expect(byName(graph, (node) => graph.rawName(idom[node]!))).toEqual({
      '': '',
      Orphan: '',
      Child: 'Orphan',
      Grandchild: 'Child',
      Ring: '',
      Other: '',
    });
    expect([...order].map((node) => number[node])).toEqual([...order.keys()]);
  });
});

describe('self sizes like those of DevTools', () => {
  const parts = (h: HeapDrawing) => {
    const shared = h.array({ size: 100 });
    const table = h
      .node('array', 'table', { size: 10 })
      .internal('0', h.node('hidden', 'inner', { size: 1 }));
    const first = h.object('First').internal('table', table).internal('shared', shared);
    return { first, second: h.object('Second').internal('shared', shared) };
  };

  it('count arrays as part of their only owner', () => {
    const graph = draw((h) => {
      const { first, second } = parts(h);
      h.root.edge('shortcut', 'a', first).edge('shortcut', 'b', second);
    });
    const sizes = devtoolsSelfSizes(graph);
    expect(byName(graph, (node) => sizes[node])).toMatchObject({ First: 27, Second: 16, table: 0, inner: 0 });
    expect([...sizes].reduce((a, b) => a + b)).toBe(143);
  });

  it('are the plain ones where the snapshot has no globals', () => {
    const graph = draw((h) => {
      const { first } = parts(h);
      h.root.element(1, h.node('synthetic', '(GC roots)', { size: 0 }).property('a', first));
    });
    const sizes = devtoolsSelfSizes(graph);
    expect(byName(graph, (node) => sizes[node])).toMatchObject({ First: 16, table: 10, inner: 1 });
  });
});
