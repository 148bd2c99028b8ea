import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { allEdges, plainGraph } from '../../testing/plain-graph.ts';
import { distances } from './distances.ts';
import { computeDominators } from './dominators.ts';
import { retainingEdges } from './edge-filter.ts';
import { retainedSizes } from './retained-sizes.ts';
import { buildRetainers } from './retainers.ts';

describe('retained sizes', () => {
  it('add up what a node dominates', () => {
    const graph = plainGraph(6, [
      [0, 1],
      [1, 2],
      [2, 3],
      [1, 3],
      [3, 4],
    ]);
    const tree = computeDominators(graph, allEdges(graph));
    expect([...retainedSizes(graph, tree)]).toEqual([5, 4, 1, 2, 1, 1]);
    expect([...retainedSizes(graph, tree, Float64Array.of(0, 1, 10, 100, 1000, 7))]).toEqual([
      1111, 1111, 10, 1100, 1000, 7,
    ]);
  });

  it('may exceed 32 bits', () => {
    const graph = drawHeap((h) =>
      h.root.property(
        'a',
        h
          .object('A')
          .property('b', h.native('B', { size: 2 ** 40 }))
          .property('c', h.native('C', { size: 2 ** 32 - 1 })),
      ),
    ).graph();
    const retained = retainedSizes(graph, computeDominators(graph, retainingEdges(graph)));
    expect(retained[0]).toBe(2 ** 40 + 2 ** 32 - 1 + 16);
  });

  it('of the root are the sum of all that is reachable', () => {
    const arrow = fc.tuple(fc.nat(30), fc.nat(30));
    fc.assert(
      fc.property(fc.array(arrow, { maxLength: 80 }), (arrows) => {
        const graph = plainGraph(31, arrows);
        const tree = computeDominators(graph, allEdges(graph));
        expect(retainedSizes(graph, tree)[0]).toBe(tree.reachable);
      }),
    );
  });
});

describe('retainers', () => {
  it('are the marked edges backwards', () => {
    const arrow = fc.tuple(fc.nat(9), fc.nat(9));
    fc.assert(
      fc.property(
        fc.array(arrow, { maxLength: 40 }),
        fc.array(fc.nat(1), { minLength: 40, maxLength: 40 }),
        (arrows, marks) => {
          const graph = plainGraph(10, arrows);
          const edges = Uint8Array.from(arrows, (_, i) => marks[i]!);
          const { first, from, edge } = buildRetainers(graph, edges);
          const backwards: string[] = [];
          for (let node = 0; node < 10; node++) {
            for (let row = first[node]!; row < first[node + 1]!; row++)
              backwards.push(`${from[row]} ${edge[row]} ${node}`);
          }
          const forwards = Array.from(edges, (_, e) => `${graph.edgeSource(e)} ${e} ${graph.edgeTarget(e)}`);
          expect(backwards.sort()).toEqual(forwards.filter((_, e) => edges[e] === 1).sort());
        },
      ),
    );
  });
});

describe('distances', () => {
  it('count the steps of the shortest way', () => {
    const graph = plainGraph(6, [
      [0, 1],
      [1, 2],
      [2, 3],
      [0, 3],
      [3, 4],
      [4, 0],
    ]);
    expect([...distances(graph, allEdges(graph))]).toEqual([0, 1, 2, 1, 2, -1]);
    const withoutShortcut = allEdges(graph);
    withoutShortcut[1] = 0;
    expect([...distances(graph, withoutShortcut)]).toEqual([0, 1, 2, 3, 4, -1]);
  });
});
