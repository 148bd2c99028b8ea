import type { Bytes } from '../../format/units.ts';
import { tableLimits } from '../../judgement/parameters/slots.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { birthOfEntry, type Entry, entriesOf } from '../heap/container-entries.ts';
import { type EdgeIndex, EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { type Slot, type SlotContent, slotEdge } from './earlier-captures.ts';

const { reportFrom, referencesPerWord } = tableLimits;
/** Their entries live as long as their keys: if these pile up, who keeps them is the suspect. */
const weakClasses = new Set(['WeakMap', 'WeakSet', 'SafeWeakMap', 'SafeWeakSet']);
/** More tables than this are not followed: the largest ones are. */
const mostFollowed = 2000;

/**
 * The backing store of a Map, a Set, an array or a dictionary that is older than the first capture. What it holds may
 * be older still, such as one object under ever more keys: then nothing is born but the store.
 */
export interface TableCandidate extends Slot {
  readonly node: NodeIndex;
  readonly at: EdgeIndex;
  readonly content: SlotContent;
  /** How many entries the last capture draws. */
  readonly entries: number;
  /** How many of them are young and belong to an accumulation. */
  readonly explained: number;
  /** How many of them were made after the capture before this one: they cannot have been in it then. */
  readonly newest: number;
  /** True if its entries are drawn, and can be counted in every capture. */
  readonly isCounted: boolean;
}

export interface Explained {
  /** Whether a young object belongs to an accumulation. */
  readonly isEntry: (v: NodeIndex) => boolean;
  /** Whether accumulations name this object as a holder. */
  readonly isHolder: (v: NodeIndex) => boolean;
}

/** The tables of the last capture worth asking the earlier ones about. */
export function tableCandidates(heap: AgedHeap, { isEntry, isHolder }: Explained): TableCandidate[] {
  const { graph } = heap;
  return largestTables(heap)
    .filter(({ node }) => !isHolder(node))
    .map(({ node, at, size }) => {
      const entries = entriesOf(heap, node) ?? [];
      return {
        owner: graph.id(node),
        edge: slotEdge(heap, at),
        node,
        at,
        content: { size, target: graph.id(graph.edgeTarget(at)) },
        entries: entries.length,
        explained: entries.filter((entry) => isYoungOf(heap, entry, isEntry)).length,
        newest: entries.filter((entry) => birthOfEntry(heap, entry) === heap.intervals - 1).length,
        isCounted: entries.length > (referencesPerWord * size) / 8,
      };
    });
}

interface Table {
  readonly node: NodeIndex;
  readonly at: EdgeIndex;
  readonly size: Bytes;
}

function largestTables(heap: AgedHeap): Table[] {
  const least = reportFrom * (heap.intervals - 1);
  return [...tablesFrom(heap, least).values()]
    .sort((a, b) => a.node - b.node)
    .filter((table) => heap.isReachable(table.node) && heap.isPersistent(table.node) && !isWeak(heap, table))
    .sort((a, b) => b.size - a.size)
    .slice(0, mostFollowed);
}

/** The largest store of each object that has one of so many bytes; of equal ones the first. */
function tablesFrom({ graph, retainers }: AgedHeap, least: Bytes): Map<NodeIndex, Table> {
  const isStore = new Set(['elements', 'table', 'properties'].map((name) => graph.strings.find(name)));
  const { nodeType, selfSize, nodeCount, edgeType, edgeName } = graph.columns;
  const { first, from, edge } = retainers;
  const tables = new Map<NodeIndex, Table>();
  for (let store = 1; store < nodeCount; store++) {
    if (selfSize[store] < least) continue;
    const size = graph.selfSize(store);
    for (let k = first[store]; k < first[store + 1]; k++) {
      const [node, at] = [from[k], edge[k]];
      if (edgeType[at] !== EdgeType.internal || !isStore.has(edgeName[at])) continue;
      if (nodeType[node] !== NodeType.object || node === 0) continue;
      const known = tables.get(node);
      if (known === undefined || size > known.size || (size === known.size && at < known.at))
        tables.set(node, { node, at, size });
    }
  }
  return tables;
}

/** By its class, also Node's own ones; those of the program, which extend these, have weak references in their store. */
function isWeak({ graph, names }: AgedHeap, { node, at }: Table): boolean {
  if (weakClasses.has(names.className(node))) return true;
  const store = graph.edgeTarget(at);
  for (let e = graph.firstEdge(store); e < graph.endEdge(store); e++)
    if (graph.edgeType(e) === EdgeType.weak) return true;
  return false;
}

function isYoungOf(heap: AgedHeap, entry: Entry, isEntry: (v: NodeIndex) => boolean): boolean {
  if (birthOfEntry(heap, entry) === 0) return false;
  const { key, value } = entry;
  return (value !== undefined && isEntry(value)) || (key !== undefined && isEntry(key));
}
