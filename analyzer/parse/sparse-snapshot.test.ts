import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { takeRealSnapshot } from '../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { toSnapshotText } from '../../testing/snapshot-json.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import type { NodesAndEdges } from '../graph/internal-target.ts';
import { readSnapshot } from './read-snapshot.ts';
import { EdgeType, NodeType } from './snapshot-columns.ts';
import { SnapshotError } from './snapshot-error.ts';
import { SparseSnapshot } from './sparse-snapshot.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const real = takeRealSnapshot(
  scratch.path,
  'globalThis.kept = { "odd\\n\\"name\\" \\u{1f600}": [1.5, new Map([[{}, 1]])] };',
);

function told(graph: NodesAndEdges, node: number) {
  const edges = [];
  for (let e = graph.firstEdge(node); e < graph.endEdge(node); e++)
    edges.push([graph.edgeType(e), graph.edgeNameOrIndex(e), graph.edgeTarget(e)]);
  return [graph.type(node), graph.id(node), graph.rawName(node), graph.selfSize(node), edges];
}

describe('a sparse snapshot', () => {
  it('answers as the whole one does, whatever is asked first', () => {
    const whole = new HeapGraph(readSnapshot(real));
    const sparse = SparseSnapshot.open(real)!;
    expect(sparse.nodeCount).toBe(whole.nodeCount);
    const some = Array.from({ length: whole.nodeCount }, (_, node) => node).filter(
      (node) => node < 3 || node % 97 === 0 || node > whole.nodeCount - 3,
    );
    for (const node of some.toReversed()) expect(told(sparse, node)).toEqual(told(whole, node));
    sparse.close();
    whole.strings.close();
  });

  it('gives names as they are, and sizes beyond 32 bits', () => {
    const file = scratch.write(
      drawHeap((h) => {
        const kept = h.object('Kept', { id: 11 });
        h.root.property('kept', kept.property('a\n"b" \u{1f600}', h.native('Big', { id: 8, size: 6e9 })));
      }).text(),
    );
    const sparse = SparseSnapshot.open(file)!;
    const kept = sparse.nodes.nodeId.indexOf(11);
    const big = sparse.nodes.nodeId.indexOf(8);
    expect(told(sparse, kept).at(-1)).toEqual([[EdgeType.property, 'a\n"b" \u{1f600}', big]]);
    expect(told(sparse, big)).toEqual([NodeType.native, 8, 'Big', 6e9, []]);
    sparse.close();
  });

  it('reads an index of 2^31 and more, which V8 writes with a sign, as the whole one does', () => {
    const drawn = drawHeap((h) => {
      const table = h.object('Bits', { id: 11 });
      table
        .edge('element', 1, h.object('Flag', { id: 13 }))
        .edge('element', 2 ** 31, h.object('Flag', { id: 15 }));
      h.root.property('table', table);
    });
    const { edges } = drawn.json();
    const last = edges.length - 2;
    const file = scratch.write(toSnapshotText({ ...drawn.json(), edges: edges.with(last, -2147483648) }));
    const whole = new HeapGraph(readSnapshot(file));
    const sparse = SparseSnapshot.open(file)!;
    const table = sparse.nodes.nodeId.indexOf(11);
    expect(told(sparse, table).at(-1)).toContainEqual([
      EdgeType.element,
      2 ** 31,
      sparse.nodes.nodeId.indexOf(15),
    ]);
    expect(told(sparse, table)).toEqual(told(whole, table));
    sparse.close();
    whole.strings.close();
  });

  it('reads an object with more edges than fit one read', () => {
    const file = scratch.write(
      drawHeap((h) => {
        const list = h.object('Array', { id: 11 });
        h.root.property('list', list);
        for (let i = 0; i < 60_000; i++) list.element(i, h.object('Entry', { id: 1_000_001 + 2 * i }));
      }).text(),
    );
    const whole = new HeapGraph(readSnapshot(file));
    const sparse = SparseSnapshot.open(file)!;
    const list = sparse.nodes.nodeId.indexOf(11);
    expect(told(sparse, list)).toEqual(told(whole, list));
    sparse.close();
    whole.strings.close();
  });

  it('leaves to others what V8 did not write', () => {
    const spaced = scratch.write(JSON.stringify(JSON.parse(readFileSync(real, 'utf8'))));
    expect(SparseSnapshot.open(spaced)).toBeUndefined();
  });

  it('does not take what is torn', () => {
    const text = readFileSync(real, 'latin1');
    const cutAt = (length: number) => scratch.write(Buffer.from(text.slice(0, length), 'latin1'));
    expect(SparseSnapshot.open(cutAt(text.indexOf('"edges"') + 1_500_000))).toBeUndefined();
    expect(() => SparseSnapshot.open(cutAt(text.indexOf('"edges"') - 100_000))).toThrow(SnapshotError);
  });
});
