import { expect, it } from 'vitest';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import type { HeapGraph } from '../graph/heap-graph.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import { EdgeType } from '../parse/snapshot-columns.ts';
import { blockVariable } from './block-scope.ts';

/** A block with variables of these names, of which V8 draws what they hold: `null` is a small integer. */
function namesGiven(
  variables: Readonly<Record<string, 'object' | 'closure' | null>>,
): (string | undefined)[] {
  const graph: HeapGraph = drawHeap((h: HeapDrawing) => {
    const scope = h.context();
    const info = h.node('hidden', 'system / ScopeInfo');
    h.root.element(1, scope.internal('scope_info', info));
    let drawn = 0;
    for (const [index, [name, kind]] of Object.entries(variables).entries()) {
      info.edge('hidden', index, h.string(name));
      if (kind === null) continue;
      scope.edge('hidden', drawn++, kind === 'closure' ? h.closure(name) : h.object('Map'));
    }
    h.capture();
  }).graph();
  const heap = new AgedHeap(graph, [1_000_000]);
  for (let v = 0; v < graph.nodeCount; v++) {
    if (graph.rawName(v) !== 'system / Context') continue;
    const edges = Array.from(
      { length: graph.endEdge(v) - graph.firstEdge(v) },
      (_, k) => graph.firstEdge(v) + k,
    );
    return edges
      .filter((edge) => graph.edgeType(edge) === EdgeType.hidden)
      .map((edge) => blockVariable(heap, v, edge));
  }
  throw new Error('the drawing has no scope');
}

it('names the variables of a block in their order', () => {
  expect(namesGiven({ sessions: 'object', open: 'closure' })).toEqual(['sessions', 'open']);
});

it('names each that it may be where a number, which is not drawn, stands beside it', () => {
  expect(namesGiven({ sessions: 'object', next: null, open: 'closure', cache: 'object' })).toEqual([
    'sessions or next',
    'open',
    'cache',
  ]);
});

it('names none where too many are possible', () => {
  expect(namesGiven({ a: 'object', b: null, c: null, d: null })).toEqual([undefined]);
});
