import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import { readSnapshot } from './read-snapshot.ts';
import { EdgeType } from './snapshot-columns.ts';
import { SparseSnapshot } from './sparse-snapshot.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const value = (h: HeapDrawing, text: string) => h.string(text, { size: 0 });
const integer = (h: HeapDrawing, text: string) =>
  h.node('number', 'smi number', { size: 0 }).internal('value', value(h, text));

/** A session with two numbers, drawn as V8 does with and without their values. */
const session = (withValues: boolean) =>
  drawHeap((h) => {
    const one = h.object('Session', { id: 101, location: { url: 'file:///a.mjs', line: 3 } });
    const price = h.node('number', 'heap number', { id: 103 });
    if (withValues) {
      one.property('id', integer(h, '7')).element(2, integer(h, '-1'));
      one.property('price', price.internal('value', value(h, '0.25')));
    } else one.edge('hidden', 3, price);
    one.property('name', h.string('a name', { id: 105 }));
    h.root.property('other', h.object('Other', { id: 107 })).property('one', one);
  });

describe('values of numbers', () => {
  it('are no part of the graph', () => {
    const plain = session(false).graph();
    const told = session(true).graph();
    const ids = (graph: HeapGraph) => Array.from(graph.columns.nodeId).toSorted((a, b) => a - b);
    expect(ids(told)).toEqual(ids(plain));
    expect(told.edgeCount).toBe(plain.edgeCount);
    const one = told.columns.nodeId.indexOf(101);
    expect([...told.columns.locations.node]).toEqual([one]);
    const names = [];
    for (let edge = told.firstEdge(one); edge < told.endEdge(one); edge++)
      names.push([told.edgeNameOrIndex(edge), told.id(told.edgeTarget(edge))]);
    expect(names).toEqual([
      ['price', 103],
      ['name', 105],
    ]);
  });

  it('are told of numbers, and of the fields that hold a small integer', () => {
    const graph = session(true).graph();
    const one = graph.columns.nodeId.indexOf(101);
    expect(graph.numbers?.of(graph.columns.nodeId.indexOf(103))).toBe('0.25');
    expect(graph.numbers?.of(one)).toBeUndefined();
    const name = graph.strings.find('id');
    expect(graph.numbers?.integersOf(one)).toEqual([
      { edgeType: EdgeType.property, edgeName: name, text: '7' },
      { edgeType: EdgeType.element, edgeName: 2, text: '-1' },
    ]);
    expect(graph.numbers?.integerIn(one, EdgeType.property, name)).toBe('7');
    expect(graph.numbers?.integersOf(graph.columns.nodeId.indexOf(107))).toEqual([]);
  });

  it('are not known if the snapshot does not tell', () => {
    expect(session(false).graph().numbers).toBeUndefined();
  });

  it('are no edges of a capture that is read sparsely either', () => {
    const [file] = session(true).writeTo(scratch.path);
    const sparse = SparseSnapshot.open(file)!;
    const one = sparse.nodes.nodeId.indexOf(101);
    expect(sparse.endEdge(one) - sparse.firstEdge(one)).toBe(2);
    expect(sparse.edgeNameOrIndex(sparse.firstEdge(one))).toBe('price');
    const price = sparse.nodes.nodeId.indexOf(103);
    expect(sparse.endEdge(price)).toBe(sparse.firstEdge(price));
    sparse.close();
  });

  it('are not read as numbers if they were redacted', () => {
    const file = scratch.write(session(true).text().replaceAll('"0.25"', '"abcd"'));
    const graph = new HeapGraph(readSnapshot(file));
    expect(graph.numbers?.of(graph.columns.nodeId.indexOf(103))).toBeUndefined();
    graph.strings.close();
  });
});
