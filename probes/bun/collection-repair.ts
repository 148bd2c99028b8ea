import type { Bytes } from '../../format/units.ts';
import { collectionsName, entriesName } from './collection-exposure.ts';
import { NumberList } from './number-list.ts';
import { fieldsPerEdge, fieldsPerNode, type JscSnapshot } from './snapshot-parser.ts';

/** The entries of one Map or Set, read off a copy of ours. */
export interface RestoredCollection {
  readonly id: number;
  /** `[to, index]` of each entry that is a node: 2i for key i and 2i + 1 for value i of a Map, i for value i of a Set. */
  readonly entries: NumberList;
}

export interface CollectionRepair {
  /** By ascending ids. */
  readonly restored: readonly RestoredCollection[];
  /** 1 for the ids of nodes that exist only because of us. */
  readonly ours: Uint8Array;
}

export interface Collection {
  readonly id: number;
  readonly isMap: boolean;
  readonly storage: Bytes;
}

/** What our copies in the snapshot say of the collections. */
export function repairOf(snapshot: JscSnapshot): CollectionRepair {
  const ours = new Uint8Array(largestId(snapshot) + 1);
  const copies = findCopies(snapshot, ours);
  const found = new Map<number, { id: number; entries: NumberList }>();
  forEachEdge(snapshot, (from, to, type, data) => {
    if (!copies.has(from) || snapshot.edgeTypes[type] !== 'Index') return;
    const copy = found.get(from) ?? { id: -1, entries: new NumberList() };
    found.set(from, copy);
    if (data === 0) {
      copy.id = to;
    } else {
      copy.entries.push(to);
      copy.entries.push(data - 1);
    }
  });
  const restored = [...found.values()].filter(({ id }) => id >= 0);
  return { restored: restored.sort((a, b) => a.id - b.id), ours };
}

/** The arrays that hold copies; they, the arrays that hold them, and the object of both are marked as ours. */
function findCopies(snapshot: JscSnapshot, ours: Uint8Array): ReadonlySet<number> {
  const names = [entriesName, collectionsName].map((name) => snapshot.edgeNames.indexOf(name));
  const lists = new Set<number>();
  forEachEdge(snapshot, (from, to, type, data) => {
    if (snapshot.edgeTypes[type] !== 'Property' || !names.includes(data)) return;
    ours[from] = 1;
    ours[to] = 1;
    if (data === names[0]) lists.add(to);
  });
  const copies = new Set<number>();
  forEachEdge(snapshot, (from, to, type) => {
    if (!lists.has(from) || snapshot.edgeTypes[type] !== 'Index') return;
    ours[to] = 1;
    copies.add(to);
  });
  return copies;
}

/** The Maps and Sets that have storage, and so may hold something; the largest first. */
export function collectionsIn(snapshot: JscSnapshot): readonly Collection[] {
  const { nodes, nodeClassNames } = snapshot;
  const sizes = new Map<number, Bytes>();
  const found = new Map<number, { isMap: boolean; storage: Bytes }>();
  for (let at = 0; at < nodes.length; at += fieldsPerNode) {
    const name = nodeClassNames[nodes.at(at + 2)]!;
    if (name === 'Map' || name === 'Set') found.set(nodes.at(at), { isMap: name === 'Map', storage: 0 });
    else if (name.endsWith('Butterfly')) sizes.set(nodes.at(at), nodes.at(at + 1));
  }
  forEachEdge(snapshot, (from, to) => {
    const collection = found.get(from);
    if (collection) collection.storage += sizes.get(to) ?? 0;
  });
  return [...found]
    .map(([id, collection]) => ({ id, ...collection }))
    .filter(({ storage }) => storage > 0)
    .sort((a, b) => b.storage - a.storage || a.id - b.id);
}

/** Those with more storage than they had; what holds no more than before can hold nothing that grows. */
export function largerThan(
  before: ReadonlyMap<number, Bytes>,
  collections: readonly Collection[],
): readonly Collection[] {
  return collections.filter(({ id, storage }) => storage > (before.get(id) ?? 0));
}

export function largestId({ nodes }: JscSnapshot): number {
  let largest = 0;
  for (let at = 0; at < nodes.length; at += fieldsPerNode) largest = Math.max(largest, nodes.at(at));
  return largest;
}

export function forEachEdge(
  { edges }: JscSnapshot,
  visit: (from: number, to: number, type: number, data: number) => void,
): void {
  for (let at = 0; at < edges.length; at += fieldsPerEdge) {
    visit(edges.at(at), edges.at(at + 1), edges.at(at + 2), edges.at(at + 3));
  }
}
