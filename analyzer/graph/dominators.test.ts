import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allEdges, plainGraph } from '../../testing/plain-graph.ts';
import { computeDominators, dominatedChildren } from './dominators.ts';
import type { HeapGraph } from './heap-graph.ts';

/** What the root still reaches over marked edges when a node is taken away. */
function reachedWithout(
  graph: HeapGraph,
  edges: Uint8Array,
  gone: number,
  starts: readonly number[],
): Set<number> {
  const reached = new Set(starts.filter((node) => node !== gone));
  for (const node of reached) {
    for (let edge = graph.firstEdge(node); edge < graph.endEdge(node); edge++) {
      const target = graph.edgeTarget(edge);
      if (edges[edge] === 1 && target !== gone) reached.add(target);
    }
  }
  return reached;
}

/** By the definition: a node dominates another if without it the other cannot be reached. */
function naiveDominators(graph: HeapGraph, edges: Uint8Array, adopted: readonly number[] = []): number[] {
  const starts = [0, ...adopted];
  const reachable = reachedWithout(graph, edges, -1, starts);
  const dominatorsOf = new Map([...reachable].map((node) => [node, [0]]));
  for (const candidate of reachable) {
    if (candidate === 0) continue;
    const left = reachedWithout(graph, edges, candidate, starts);
    for (const node of reachable)
      if (node !== candidate && !left.has(node)) dominatorsOf.get(node)!.push(candidate);
  }
  // Dominators form a chain: the immediate one is that with the most dominators of its own.
  return Array.from({ length: graph.nodeCount }, (_, node) => {
    const candidates = dominatorsOf.get(node);
    if (candidates === undefined) return -1;
    return candidates.reduce((a, b) => (depth(dominatorsOf, b) > depth(dominatorsOf, a) ? b : a));
  });
}

function depth(dominatorsOf: ReadonlyMap<number, readonly number[]>, node: number): number {
  return node === 0 ? 0 : dominatorsOf.get(node)!.length;
}

/** Some graph of up to 24 nodes, with edges to oneself, repeated edges, unreachable nodes, and some edges masked. */
const someGraph = fc
  .integer({ min: 1, max: 24 })
  .chain((nodeCount) =>
    fc.record({
      nodeCount: fc.constant(nodeCount),
      arrows: fc.array(fc.tuple(fc.nat(nodeCount - 1), fc.nat(nodeCount - 1)), { maxLength: 3 * nodeCount }),
      mask: fc.array(fc.boolean(), { minLength: 3 * nodeCount, maxLength: 3 * nodeCount }),
      adopted: fc.array(fc.nat(nodeCount - 1), { maxLength: 2 }),
    }),
  )
  .map(({ nodeCount, arrows, mask, adopted }) => {
    const graph = plainGraph(nodeCount, arrows);
    return { graph, edges: Uint8Array.from(arrows, (_, i) => (mask[i] || i % 4 > 0 ? 1 : 0)), adopted };
  });

describe('the dominator tree', () => {
  it('is that of the definition', () => {
    fc.assert(
      fc.property(someGraph, ({ graph, edges }) => {
        expect([...computeDominators(graph, edges).idom]).toEqual(naiveDominators(graph, edges));
      }),
      { numRuns: 3000 },
    );
  });

  it('is that of the definition with adopted nodes as well', () => {
    fc.assert(
      fc.property(someGraph, ({ graph, edges, adopted }) => {
        const tree = computeDominators(graph, edges, adopted);
        expect([...tree.idom]).toEqual(naiveDominators(graph, edges, adopted));
      }),
      { numRuns: 1500 },
    );
  });

  it('lists every reachable node once, dominators first', () => {
    fc.assert(
      fc.property(someGraph, ({ graph, edges }) => {
        const { idom, order, number, reachable } = computeDominators(graph, edges);
        expect(order).toHaveLength(reachable);
        expect(order[0]).toBe(0);
        expect([...order].sort((a, b) => a - b)).toEqual(
          [...idom.keys()].filter((node) => idom[node] !== -1),
        );
        for (let node = 0; node < graph.nodeCount; node++) {
          if (idom[node] === -1) expect(number[node]).toBe(-1);
          else expect(order[number[node]!]).toBe(node);
          if (node > 0 && idom[node] !== -1) expect(number[idom[node]!]).toBeLessThan(number[node]!);
        }
      }),
    );
  });

  it('gives each node the children it dominates', () => {
    fc.assert(
      fc.property(someGraph, ({ graph, edges }) => {
        const tree = computeDominators(graph, edges);
        const { first, children } = dominatedChildren(tree);
        for (let node = 0; node < graph.nodeCount; node++) {
          const mine = [...children.subarray(first[node], first[node + 1])];
          expect(mine).toEqual([...tree.order].filter((child) => child !== 0 && tree.idom[child] === node));
        }
      }),
    );
  });

  it('takes lists as deep as they come', () => {
    const deep = 50_000;
    const arrows = Array.from({ length: deep }, (_, node): [number, number] => [node, node + 1]);
    // Each node of the list also points back to the one before, as in a doubly linked list.
    const back = Array.from({ length: deep - 1 }, (_, node): [number, number] => [node + 2, node + 1]);
    const graph = plainGraph(deep + 1, [...arrows, ...back]);
    const { idom, reachable } = computeDominators(graph, allEdges(graph));
    expect(reachable).toBe(deep + 1);
    expect(idom.every((dominator, node) => dominator === Math.max(0, node - 1))).toBe(true);
  });

  it('takes a long way round with a shortcut to its end', () => {
    const deep = 50_000;
    const arrows = Array.from({ length: deep }, (_, node): [number, number] => [node, node + 1]);
    const graph = plainGraph(deep + 1, [...arrows, [1, deep]]);
    expect(computeDominators(graph, allEdges(graph)).idom[deep]).toBe(1);
  });

  it('has only the root if nothing else is reached', () => {
    const graph = plainGraph(3, [[1, 2]]);
    const tree = computeDominators(graph, allEdges(graph));
    expect(tree).toMatchObject({ idom: Int32Array.of(0, -1, -1), order: Uint32Array.of(0), reachable: 1 });
    expect(dominatedChildren(tree).children).toHaveLength(0);
  });
});
