import { expect, it } from 'vitest';
import { drawHeap } from '../../../testing/heap-builder.ts';
import { branches, isLinkedBothWays } from './linked-lists.ts';

it('members with just enough to a parent are a tree', () => {
  const isTree = (members: number) => {
    // Members are the nodes from 100 on, and their parents the first hundred.
    const nodes = Array.from({ length: members }, (_, i) => 100 + i);
    const idom = Int32Array.from({ length: 100 + members }, (_, node) => node % 100);
    return branches(
      { ownerOf: (node: number) => node, tree: { idom } } as unknown as Parameters<typeof branches>[0],
      nodes,
    );
  };
  expect(isTree(120)).toBe(true);
  expect(isTree(119)).toBe(false);
});

it('just enough members are linked both ways', () => {
  const isDouble = (back: number) => {
    const graph = drawHeap((h) => {
      const links = Array.from({ length: 100 }, () => h.object('Link'));
      links.forEach((link, i) => {
        h.root.element(i, link);
        link.property('next', links[(i + 1) % 100]);
        if (i < back) link.property('previous', links[(i + 99) % 100]);
      });
    }).graph();
    const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node);
    return isLinkedBothWays(
      graph,
      nodes.filter((node) => graph.rawName(node) === 'Link'),
    );
  };
  expect(isDouble(80)).toBe(true);
  expect(isDouble(79)).toBe(false);
});
