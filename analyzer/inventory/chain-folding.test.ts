import { describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { computeDominators, dominatedChildren } from '../graph/dominators.ts';
import { retainingEdges } from '../graph/edge-filter.ts';
import type { HeapGraph } from '../graph/heap-graph.ts';
import { retainedSizes } from '../graph/retained-sizes.ts';
import { type Chain, chainFrom } from './chain-folding.ts';

/** The chain that begins at the first node of a class; classes are told apart by their raw names. */
function chainAt(graph: HeapGraph, className: string): Chain | undefined {
  const tree = computeDominators(graph, retainingEdges(graph));
  const classOf = Uint32Array.from({ length: graph.nodeCount }, (_, node) => graph.nameIndex(node));
  const start = Array.from(tree.order).find((node) => graph.rawName(node) === className)!;
  return chainFrom(start, dominatedChildren(tree), retainedSizes(graph, tree), classOf);
}

function drawList(links: number, period: readonly string[]): HeapGraph {
  return drawHeap((h) => {
    let last = h.root;
    for (let i = 0; i < links; i++) {
      for (const className of period) {
        const next = h.object(className);
        last.property('next', next);
        last = next;
      }
    }
    last.property('end', h.object('End', { size: 1_000 }));
  }).graph();
}

describe('a chain', () => {
  it.each([
    ['of one class', ['Link'], 50],
    ['of a wrapper and its link', ['Link', 'Wrapper'], 20],
    ['of three', ['Link', 'Promise', 'Reaction'], 9],
    ['of as many as there may be', ['Link', 'A', 'B', 'C', 'D', 'E', 'F', 'G'], 8],
    ['of very many links', ['Link'], 20_000],
  ])('%s is folded to its last link', (_, period, links) => {
    const chain = chainAt(drawList(links, period), 'Link')!;
    expect(chain.links).toHaveLength(links);
    expect(chain.nodes).toHaveLength(links * period.length);
  });

  it('is none where classes repeat only a few times', () => {
    expect(chainAt(drawList(7, ['Link']), 'Link')).toBeUndefined();
    expect(chainAt(drawList(1, ['Link']), 'Link')).toBeUndefined();
    expect(chainAt(drawList(8, ['Link', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']), 'Link')).toBeUndefined();
  });
});
