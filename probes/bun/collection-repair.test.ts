import { expect, it } from 'vitest';
import { collectionsName, entriesName } from './collection-exposure.ts';
import { collectionsIn, largerThan, repairOf } from './collection-repair.ts';
import { SnapshotParser } from './snapshot-parser.ts';
import { snapshotText } from './snapshot-text.ts';

const classes = ['<root>', 'GlobalObject', 'Map', 'Set', 'Cell Butterfly', 'Object', 'Array', 'string'];
const types = ['Internal', 'Property', 'Index', 'Variable'];
const names = ['cache', entriesName, collectionsName];

type Node = readonly [id: number, size: number, className: string];
type Edge = readonly [from: number, to: number, type: string, data: number];

/** The global object (1) holds a Map (2) with its storage (3) and a Set (4) with its storage (5). */
const theirs: Node[] = [
  [0, 0, '<root>'],
  [1, 10, 'GlobalObject'],
  [2, 32, 'Map'],
  [3, 400, 'Cell Butterfly'],
  [4, 32, 'Set'],
  [5, 200, 'Cell Butterfly'],
  [6, 16, 'string'],
  [7, 32, 'Object'],
];
const theirEdges: Edge[] = [
  [0, 1, 'Property', 0],
  [1, 2, 'Property', 0],
  [1, 4, 'Property', 0],
  [2, 3, 'Internal', 0],
  [4, 5, 'Internal', 0],
];
/** Our object (20), its two lists (21, 22), and the copies of the Map (23) and the Set (24). */
const ours: Node[] = [20, 21, 22, 23, 24].map((id) => [id, 16, id === 20 ? 'Object' : 'Array']);
const ourEdges: Edge[] = [
  [20, 21, 'Property', 1],
  [20, 22, 'Property', 2],
  [21, 23, 'Index', 0],
  [21, 24, 'Index', 1],
  [22, 2, 'Index', 0],
  [22, 4, 'Index', 1],
  [23, 7, 'Index', 2],
  [23, 6, 'Index', 1],
  [23, 2, 'Index', 0],
  [24, 4, 'Index', 0],
  [24, 7, 'Index', 1],
];

function snapshotOf(nodes: readonly Node[], edges: readonly Edge[]) {
  const parser = new SnapshotParser();
  const text = JSON.stringify({
    version: 3,
    type: 'Inspector',
    nodes: nodes.flatMap(([id, size, name]) => [id, size, classes.indexOf(name), 0]),
    nodeClassNames: classes,
    edges: edges.flatMap(([from, to, type, data]) => [from, to, types.indexOf(type), data]),
    edgeTypes: types,
    edgeNames: names,
  });
  parser.feed(Buffer.from(text));
  return parser.finish();
}

function textOf(snapshot: ReturnType<typeof snapshotOf>) {
  const extra = { runtimeVersion: '1.4.5' };
  return JSON.parse(Buffer.concat([...snapshotText(snapshot, repairOf(snapshot), extra)]).toString());
}

it('puts keys at even and values at odd indexes of a Map, and values of a Set in their order', () => {
  const { restored } = repairOf(snapshotOf([...theirs, ...ours], [...theirEdges, ...ourEdges]));
  const entries = restored.map(({ id, entries }) => [
    id,
    Array.from({ length: entries.length }, (_, at) => entries.at(at)),
  ]);
  expect(entries).toEqual([
    [2, [7, 1, 6, 0]],
    [4, [7, 0]],
  ]);
});

it('writes the entries as edges of their collections, in order, and nothing of ours', () => {
  const { nodes, edges, heaptrail } = textOf(snapshotOf([...theirs, ...ours], [...theirEdges, ...ourEdges]));
  expect(nodes.filter((_: number, at: number) => at % 4 === 0)).toEqual(theirs.map(([id]) => id));
  const index = types.indexOf('Index');
  expect(edges).toEqual(
    [
      [0, 1, 1, 0],
      [1, 2, 1, 0],
      [1, 4, 1, 0],
      [2, 3, 0, 0],
      [2, 7, index, 1],
      [2, 6, index, 0],
      [4, 5, 0, 0],
      [4, 7, index, 0],
    ].flat(),
  );
  expect(heaptrail).toEqual({ runtimeVersion: '1.4.5' });
});

it('writes a snapshot that needs no repair as it came', () => {
  const { nodes, edges } = textOf(snapshotOf(theirs, theirEdges));
  expect([nodes.length, edges.length]).toEqual([theirs.length * 4, theirEdges.length * 4]);
});

it('lists the collections that have storage, the largest first', () => {
  const empty: Node = [8, 32, 'Map'];
  expect(collectionsIn(snapshotOf([...theirs, empty], theirEdges))).toEqual([
    { id: 2, isMap: true, storage: 400 },
    { id: 4, isMap: false, storage: 200 },
  ]);
});

it('tries those again that have more storage than when they could not be looked up, and new ones', () => {
  const before = new Map([
    [1, 64],
    [2, 64],
  ]);
  const now = [1, 2, 3].map((id) => ({ id, isMap: true, storage: id === 1 ? 64 : 128 }));
  expect(largerThan(before, now).map(({ id }) => id)).toEqual([2, 3]);
});
