import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { takeRealSnapshot } from '../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { type SnapshotJson, toSnapshotText } from '../../testing/snapshot-json.ts';
import { readSnapshot } from './read-snapshot.ts';
import { edgeTypes, nodeTypes, type SnapshotColumns } from './snapshot-columns.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

function read(content: string): SnapshotColumns {
  return readSnapshot(scratch.write(content));
}

const heap = drawHeap((h) => {
  const list = h.object('List', { size: 48 }).push(h.string('first')).push(h.string('second'));
  h.root.property('list', list).edge('shortcut', 'again', list);
  const scope = h.context().variable('list', list);
  const run = h.closure('run', scope, { location: { url: 'file:///app.js', line: 3, column: 14 } });
  list.property('run', run).edge('hidden', 4_000_000_000, h.native('Buffer', { size: 6_000_000_000 }));
});

/** Everything the columns say, with names in place of indexes. */
function describeColumns(columns: SnapshotColumns) {
  const { strings, locations } = columns;
  const nodes = Array.from({ length: columns.nodeCount }, (_, node) => ({
    type: nodeTypes[columns.nodeType[node]!],
    name: strings.get(columns.nodeName[node]!),
    id: columns.nodeId[node],
    size: columns.largeSizes.get(node) ?? columns.selfSize[node],
    edges: Array.from({ length: columns.firstEdge[node + 1]! - columns.firstEdge[node]! }, (_, at) => {
      const edge = columns.firstEdge[node]! + at;
      const type = edgeTypes[columns.edgeType[edge]!]!;
      const name = columns.edgeName[edge]!;
      const text = type === 'element' || type === 'hidden' ? name : strings.get(name);
      return { type, name: text, to: columns.edgeTo[edge] };
    }),
  }));
  const places = Array.from({ length: locations.count }, (_, row) =>
    [locations.node, locations.script, locations.line, locations.column].map((column) => column[row]),
  );
  return { nodes, places };
}

const drawn = describeColumns(read(heap.text()));

describe('reading a drawn snapshot', () => {
  it('gives every node, edge and location as drawn', () => {
    const names = drawn.nodes.map(({ type, name, id, size }) => `${type} ${name} @${id} ${size}`);
    expect(names).toEqual([
      'synthetic  @1 0',
      'object List @3 48',
      'string first @5 16',
      'string second @7 16',
      'object system / Context @9 16',
      'closure run @11 16',
      'code run @13 16',
      'code file:///app.js @15 16',
      'native Buffer @2 6000000000',
    ]);
    expect(drawn.nodes[1]!.edges).toEqual([
      { type: 'element', name: 0, to: 2 },
      { type: 'element', name: 1, to: 3 },
      { type: 'property', name: 'run', to: 5 },
      { type: 'hidden', name: 4_000_000_000, to: 8 },
    ]);
    expect(drawn.places).toEqual([[5, 1, 2, 13]]);
  });

  it('reports progress up to the end of the file', () => {
    const text = heap.text();
    const progress: number[][] = [];
    readSnapshot(scratch.write(text), { onProgress: (...step) => progress.push(step) });
    expect(progress.at(-1)).toEqual([text.length, text.length]);
  });

  it('reads sections in any order', () => {
    const json = heap.json();
    const { snapshot, nodes, edges, locations, strings } = json;
    for (const order of [
      { strings, locations, edges, nodes, snapshot },
      { edges, snapshot, nodes, locations, strings },
      {
        unknown: { deep: [[1, '"]'], {}] },
        truth: true,
        nodes,
        nothing: null,
        snapshot,
        edges,
        locations,
        strings,
      },
    ]) {
      expect(describeColumns(read(JSON.stringify(order)))).toEqual(drawn);
    }
  });

  it('reads whatever white space JSON allows', () => {
    expect(describeColumns(read(JSON.stringify(heap.json(), null, '\t')))).toEqual(drawn);
    expect(describeColumns(read(` \r\n${JSON.stringify(heap.json(), null, 1)}\n\n`))).toEqual(drawn);
  });

  it('takes the order of fields from the file', () => {
    const json = heap.json();
    for (const shift of [1, 2, 3, 4, 5, 6])
      expect(describeColumns(read(toSnapshotText(rotateFields(json, shift))))).toEqual(drawn);
  });

  it('takes the numbers of types from the file, and calls unknown ones other', () => {
    // Node 26 begins differently from Node 20; what comes after may bring types of its own.
    const renumbered = renumberTypes(heap.json(), [
      'native',
      'future',
      ...nodeTypes.slice(0, 8),
      'synthetic',
    ]);
    expect(describeColumns(read(toSnapshotText(renumbered)))).toEqual(drawn);

    const future = drawHeap((h) => h.root.property('new', h.node('bigint', '1'))).json();
    const types = (future.snapshot.meta.node_types[0] as string[]).map((type) =>
      type === 'bigint' ? 'future' : type,
    );
    const text = toSnapshotText(future).replace(
      JSON.stringify(future.snapshot.meta.node_types[0]),
      JSON.stringify(types),
    );
    expect(describeColumns(read(text)).nodes[1]!.type).toBe('other');
  });

  it('reads what has no locations', () => {
    const { locations, ...json } = heap.json();
    expect(locations).toHaveLength(4);
    expect(describeColumns(read(JSON.stringify(json)))).toEqual({ ...drawn, places: [] });
  });
});

/** The same snapshot with the fields of nodes and edges in another order. */
function rotateFields(json: SnapshotJson, shift: number): SnapshotJson {
  const rotate = <T>(list: readonly T[]) => list.map((_, i) => list[(i + shift) % list.length]!);
  const rows = (numbers: readonly number[], width: number) =>
    Array.from({ length: numbers.length / width }, (_, row) =>
      rotate(numbers.slice(row * width, (row + 1) * width)),
    );
  const { meta } = json.snapshot;
  return {
    ...json,
    snapshot: {
      ...json.snapshot,
      meta: {
        ...meta,
        node_fields: rotate(meta.node_fields),
        node_types: rotate(meta.node_types),
        edge_fields: rotate(meta.edge_fields),
        edge_types: rotate(meta.edge_types),
        location_fields: rotate(meta.location_fields),
      },
    },
    nodes: rows(json.nodes, meta.node_fields.length).flat(),
    edges: rows(json.edges, meta.edge_fields.length).flat(),
    locations: rows(json.locations, meta.location_fields.length).flat(),
  };
}

function renumberTypes(json: SnapshotJson, types: readonly string[]): SnapshotJson {
  const { meta } = json.snapshot;
  const old = meta.node_types[0] as readonly string[];
  const nodes = json.nodes.map((value, at) =>
    at % meta.node_fields.length === 0 ? types.indexOf(old[value]!) : value,
  );
  return {
    ...json,
    snapshot: { ...json.snapshot, meta: { ...meta, node_types: [types, ...meta.node_types.slice(1)] } },
    nodes,
  };
}

describe('reading a real snapshot', () => {
  it('agrees with heapsnapshot-parser on every node and edge', () => {
    const file = takeRealSnapshot(
      scratch.path,
      'globalThis.kept = { "weird key \\u{1f600} \\"": [1.5, Symbol("s"), new Map([[{}, () => 1]])], big: 12n };',
    );
    const peer = createRequire(import.meta.url)('heapsnapshot-parser').parse(
      readFileSync(file, 'utf8'),
    ) as Peer;
    const mine = describeColumns(readSnapshot(file)).nodes;
    const place = new Map(peer.nodes.map((node, at) => [node, at]));
    const theirs = peer.nodes.map((node) => ({
      type: node.type,
      name: node.name,
      id: node.id,
      size: node.self_size,
      edges: node.references.map((edge) => ({
        type: edge.type,
        name: edge.name,
        to: place.get(edge.toNode),
      })),
    }));

    expect(mine.length).toBeGreaterThan(10_000);
    expect(withoutIndexes(mine)).toEqual(withoutIndexes(theirs));
  });
});

interface Peer {
  readonly nodes: readonly PeerNode[];
}
interface PeerNode {
  readonly type: string;
  readonly name: string;
  readonly id: number;
  readonly self_size: number;
  readonly references: readonly { readonly type: string; readonly name: string; readonly toNode: PeerNode }[];
}

/** The peer looks up indexes of elements in the strings as if they were names: those are not compared. */
function withoutIndexes<N extends { edges: readonly { type: string; name: unknown; to: unknown }[] }>(
  nodes: readonly N[],
) {
  return nodes.map((node) => ({
    ...node,
    edges: node.edges.map((edge) =>
      edge.type === 'element' || edge.type === 'hidden' ? { ...edge, name: 0 } : edge,
    ),
  }));
}
