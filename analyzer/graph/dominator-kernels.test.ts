import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainGraph } from '../../testing/plain-graph.ts';
import { takeRealSnapshot } from '../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import { computeInKernels } from './dominator-kernels.ts';
import { retainingEdges } from './edge-filter.ts';
import { HeapGraph } from './heap-graph.ts';
import { computePlainly } from './semi-nca.ts';

const someGraph = fc.integer({ min: 1, max: 40 }).chain((nodeCount) =>
  fc.record({
    nodeCount: fc.constant(nodeCount),
    arrows: fc.array(fc.tuple(fc.nat(nodeCount - 1), fc.nat(nodeCount - 1)), { maxLength: 4 * nodeCount }),
    unmarked: fc.nat(9),
    adopted: fc.array(fc.nat(nodeCount - 1), { maxLength: 3 }),
  }),
);

describe('dominators in kernels', () => {
  it('are those without, of any graph', () => {
    fc.assert(
      fc.property(someGraph, ({ nodeCount, arrows, unmarked, adopted }) => {
        const graph = plainGraph(nodeCount, arrows);
        const edges = Uint8Array.from(arrows, (_, at) => (at % 10 < unmarked ? 0 : 1));
        expect(computeInKernels(graph, edges, adopted)).toEqual(computePlainly(graph, edges, adopted));
      }),
      { numRuns: 1500 },
    );
  });

  it('are those without, of a real heap and as often as asked', () => {
    const scratch = new ScratchFolder();
    const graph = new HeapGraph(readSnapshot(takeRealSnapshot(scratch.path)));
    const edges = retainingEdges(graph);
    const plainly = computePlainly(graph, edges);
    for (let time = 0; time < 3; time++) expect(computeInKernels(graph, edges, [])).toEqual(plainly);
    expect(graph.columns.memory!.holds(edges)).toBe(true);
    graph.strings.close();
    scratch.remove();
  });
});
