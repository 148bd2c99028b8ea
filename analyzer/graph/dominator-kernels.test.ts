import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainGraph } from '../../testing/plain-graph.ts';
import { takeRealSnapshot } from '../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import { computeInKernels } from './dominator-kernels.ts';
import { childrenPlainly, dominatedChildren } from './dominator-tree.ts';
import { retainingEdges } from './edge-filter.ts';
import { HeapGraph } from './heap-graph.ts';
import { buildPlainly, buildRetainers } from './retainers.ts';
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

  it('are those without, of a real heap and as often as asked, and so are rows made of them', () => {
    const scratch = new ScratchFolder();
    const graph = new HeapGraph(readSnapshot(takeRealSnapshot(scratch.path)));
    const edges = retainingEdges(graph);
    const plainly = computePlainly(graph, edges);
    for (let time = 0; time < 3; time++) expect(computeInKernels(graph, edges, [])).toEqual(plainly);
    const { memory } = graph.columns;
    expect(memory!.holds(edges)).toBe(true);
    const tree = computeInKernels(graph, edges, []);
    expect(areEqual(dominatedChildren(tree, memory), childrenPlainly(tree))).toBe(true);
    expect(areEqual(buildRetainers(graph, edges), buildPlainly(graph, edges))).toBe(true);
    graph.strings.close();
    scratch.remove();
  });
});

/** Column by column. The columns are too long to be printed. */
function areEqual<Columns extends object>(some: Columns, others: Columns): boolean {
  const bytes = (columns: object) =>
    Object.values(columns).map(({ buffer, byteOffset, byteLength }: Uint32Array) =>
      Buffer.from(buffer, byteOffset, byteLength),
    );
  const expected = bytes(others);
  return bytes(some).every((column, at) => column.equals(expected[at]!));
}
