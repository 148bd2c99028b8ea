import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drawHeap } from '../../../testing/heap-builder.ts';
import { takeRealSnapshot } from '../../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../../testing/scratch-folder.ts';
import { retainingEdges } from '../../graph/edge-filter.ts';
import { HeapGraph } from '../../graph/heap-graph.ts';
import { ColumnMemory } from '../../parse/column-memory.ts';
import { readSnapshot } from '../../parse/read-snapshot.ts';
import { keepPlainly } from './growth-edges.ts';
import { keepInKernels } from './growth-kernels.ts';

function expectSame(graph: HeapGraph): void {
  const [plainly, inKernels] = [retainingEdges(graph).slice(), retainingEdges(graph)];
  keepPlainly(graph, plainly);
  keepInKernels(graph, inKernels, graph.columns.memory!);
  expect(inKernels.every((mark, edge) => mark === plainly[edge])).toBe(true);
}

const kinds = [
  ['synthetic', '(Stack roots)'],
  ['synthetic', '(External strings)'],
  ['synthetic', '(GC roots)'],
  ['code', 'main'],
  ['object shape', 'system / Map'],
  ['native', 'Socket'],
  ['string', 'text'],
  ['object', 'Session'],
] as const;
const ways = ['property', 'internal', 'weak', 'shortcut', 'wrapper'] as const;

it('edges that count are those found without kernels, of any heap', () => {
  const someHeap = fc.record({
    nodes: fc.array(fc.nat(kinds.length - 1), { minLength: 1, maxLength: 12 }),
    edges: fc.array(fc.tuple(fc.nat(12), fc.nat(12), fc.nat(ways.length - 1)), { maxLength: 40 }),
  });
  fc.assert(
    fc.property(someHeap, ({ nodes, edges }) => {
      const graph = drawHeap((h) => {
        const all = [h.root, ...nodes.map((kind) => h.node(kinds[kind]![0], kinds[kind]![1]))];
        for (const node of all.slice(1, 4)) h.root.element(node.id, node);
        for (const [at, [from, to, way]] of edges.entries()) {
          const [source, target] = [all[from % all.length]!, all[to % all.length]!];
          if (ways[way] === 'wrapper') source.internal('native_to_javascript', target);
          else source.edge(ways[way]! as 'property', `e${at}`, target);
        }
      }).graph();
      expectSame(inMemory(graph));
    }),
    { numRuns: 150 },
  );
});

/** Drawings have their columns outside a memory for kernels. */
function inMemory(graph: HeapGraph): HeapGraph {
  const { columns } = graph;
  const memory = new ColumnMemory(1 << 16);
  const copy32 = (column: Uint32Array) => {
    const own = memory.uint32(column.length);
    own.set(column);
    return own;
  };
  const edgeType = memory.uint8(columns.edgeType.length);
  edgeType.set(columns.edgeType);
  const [firstEdge, edgeName, edgeTo] = [columns.firstEdge, columns.edgeName, columns.edgeTo].map(copy32);
  return new HeapGraph({ ...columns, memory, firstEdge, edgeName, edgeTo, edgeType } as HeapGraph['columns']);
}

it('edges that count are those found without kernels, of a real heap', () => {
  const scratch = new ScratchFolder();
  const graph = new HeapGraph(readSnapshot(takeRealSnapshot(scratch.path)));
  expectSame(graph);
  graph.strings.close();
  scratch.remove();
});
