import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { type SnapshotJson, toSnapshotText } from '../../testing/snapshot-json.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import { HeapNames } from '../graph/names.ts';
import { readSnapshot } from './read-snapshot.ts';
import { scanNodeIds } from './scan-snapshot.ts';
import { SparseSnapshot } from './sparse-snapshot.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

function withMeta(json: SnapshotJson, change: Partial<SnapshotJson['snapshot']['meta']>): SnapshotJson {
  return { ...json, snapshot: { ...json.snapshot, meta: { ...json.snapshot.meta, ...change } } };
}

function graphOf(text: string): HeapGraph {
  return new HeapGraph(readSnapshot(scratch.write(text)));
}

function namesOf(graph: HeapGraph): string[] {
  return Array.from({ length: graph.nodeCount }, (_, v) => `${graph.typeName(v)} ${graph.rawName(v)}`);
}

describe('Node 6 and 8, Chrome of 2017', () => {
  const json = drawHeap((h) => {
    h.root.property('s', h.node('symbol', 'mine'));
    h.root.property('o', h.object('Session'));
  }).json();
  const types = json.snapshot.meta.node_types;
  const listed = (count: number) =>
    withMeta(json, { node_types: [(types[0] as readonly string[]).slice(0, count), ...types.slice(1)] });

  it('write symbols as type 12 and list twelve types', () => {
    expect(namesOf(graphOf(toSnapshotText(listed(12))))).toEqual([
      'synthetic ',
      'symbol mine',
      'object Session',
    ]);
  });

  it('list their types in an order of their own, which is not continued', () => {
    const swapped = ['object', 'symbol', 'synthetic'];
    const json3 = withMeta(json, { node_types: [swapped, ...types.slice(1)] });
    const file = scratch.write(toSnapshotText(json3));
    expect(() => readSnapshot(file)).toThrow(/node 0 has type 9 of 3/);
  });

  it('write weak edges before they are listed', () => {
    const { edge_types } = json.snapshot.meta;
    const short = withMeta(json, {
      edge_types: [(edge_types[0] as string[]).slice(0, 2), ...edge_types.slice(1)],
    });
    expect(namesOf(graphOf(toSnapshotText(short)))).toHaveLength(3);
  });
});

describe('a header that counts nothing, as that of Hermes', () => {
  const json = drawHeap((h) => {
    h.root.property('o', h.object('Session').property('text', h.string('a [b], c')));
  }).json();
  const uncounted = { ...json, snapshot: { ...json.snapshot, node_count: 0, edge_count: 0 } };

  it('is counted from the sections', () => {
    const graph = graphOf(toSnapshotText(uncounted));
    expect([graph.nodeCount, graph.edgeCount]).toEqual([3, 2]);
    expect(scanNodeIds(scratch.write(toSnapshotText(uncounted))).nodeCount).toBe(3);
  });

  it('is counted in every order of sections, with any white space', () => {
    const { strings, edges, nodes, snapshot } = uncounted;
    const graph = graphOf(JSON.stringify({ strings, edges, nodes, snapshot }, undefined, 1));
    expect([graph.nodeCount, graph.edgeCount]).toEqual([3, 2]);
  });

  it('is refused where the numbers are no whole records', () => {
    const file = scratch.write(toSnapshotText({ ...uncounted, nodes: [...json.nodes, 1] }));
    expect(() => readSnapshot(file)).toThrow(/nodes holds 22 numbers, which is not a multiple of 7/);
  });

  it('that leaves out the counts is counted too', () => {
    const { node_count: _, edge_count: __, ...rest } = json.snapshot;
    const graph = graphOf(JSON.stringify({ ...json, snapshot: rest }));
    expect(graph.nodeCount).toBe(3);
  });
});

describe('V8 15', () => {
  const heap = drawHeap((h) => {
    const script = h.node('code', 'system / Script / file:///agent.js');
    const info = h.node('code', 'system / SharedFunctionInfo / serve').internal('script', script);
    const scope = h.object('system / Context / scope @39071').variable('sessions', h.object('Session'));
    const other = h
      .object('system / Context / serve @7')
      .variable('said', h.string('system / Context / a secret'));
    const serve = h.node('closure', 'serve', { location: { url: '', line: 3 } });
    h.root.property('serve', serve.internal('context', scope).internal('shared', info));
    h.root.property('other', other);
    h.root.property('cell', h.node('native', 'system / Cell', { id: 1001 }));
    h.root.property('nothing', h.node('native', 'undefined', { id: 1003 }));
    h.root.property('data', h.native('system / JSArrayBufferData'));
    h.root.property('handle', h.native('Deno / Handle'));
  });

  it('says more of its own things, which get the names that all versions know', () => {
    const graph = heap.graph();
    expect(namesOf(graph).sort()).toEqual([
      'closure serve',
      'code file:///agent.js',
      'code serve',
      'hidden system / Cell',
      'hidden undefined',
      'native Deno / Handle',
      'native system / JSArrayBufferData',
      'object Session',
      'object system / Context',
      'object system / Context',
      'string system / Context / a secret',
      'synthetic ',
    ]);
    const scopes = Array.from({ length: graph.nodeCount }, (_, v) => graph.nameIndex(v)).filter(
      (name) => graph.strings.get(name) === 'system / Context',
    );
    expect(new Set(scopes)).toEqual(new Set([graph.strings.find('system / Context')]));
  });

  it('tells where functions stand', () => {
    const graph = heap.graph();
    const names = new HeapNames(graph);
    const serve = namesOf(graph).indexOf('closure serve');
    expect(names.location(serve)).toMatchObject({ url: 'file:///agent.js', line: 3 });
  });

  it('has the same names where it is read in parts', () => {
    const [file] = heap.writeTo(scratch.path);
    const sparse = SparseSnapshot.open(file)!;
    const graph = heap.graph();
    const parts = Array.from(
      { length: sparse.nodeCount },
      (_, v) => `${sparse.type(v)} ${sparse.rawName(v)}`,
    );
    expect(parts).toEqual(
      Array.from({ length: graph.nodeCount }, (_, v) => `${graph.type(v)} ${graph.rawName(v)}`),
    );
    sparse.close();
  });
});
