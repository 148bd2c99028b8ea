import type { Bytes } from '../../format/units.ts';
import type { LevelEvidence } from '../../judgement/evidence.ts';
import { tableLimits } from '../../judgement/parameters/slots.ts';
import { prove } from '../../judgement/prove.ts';
import { layoutOf, likelyEntries, type TableLayout } from '../graph/v8-tables/table-filling.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { type EdgeIndex, EdgeType, type NodeIndex } from '../parse/snapshot-columns.ts';
import { type EarlierAnswers, slotKey } from './earlier-captures.ts';
import type { TableCandidate } from './table-candidates.ts';

const { reportFrom, explainedShare } = tableLimits;

/** A table that gained entries while it was recorded. */
export interface GrowingTable {
  readonly owner: NodeIndex;
  readonly edge: EdgeIndex;
  readonly target: NodeIndex;
  /** Entries at each capture: counted, or estimated from the room in the store. */
  readonly entries: readonly number[];
  readonly isCounted: boolean;
  /** The most that there was room for at each capture, if entries are estimated. */
  readonly room: readonly number[];
  readonly bytesPerEntry: Bytes;
  readonly bytesPerInterval: Bytes;
  readonly entriesPerInterval: number;
  /** Its entries, or the sizes of its store. */
  readonly evidence: LevelEvidence;
  /** The others of its class in the same array or Map, as shards are: its numbers are those of all together. */
  readonly alike: readonly NodeIndex[];
}

/** Those tables that gained by enough, as the earlier captures say; the fastest first. */
export function growingTables(
  heap: AgedHeap,
  candidates: readonly TableCandidate[],
  earlier: readonly EarlierAnswers[],
): GrowingTable[] {
  if (earlier.length === 0) return [];
  const grown = candidates.map((candidate) =>
    candidate.isCounted ? byCount(heap, candidate, earlier) : byRoom(heap, candidate, earlier),
  );
  const enough = grown.flatMap((table) =>
    table === undefined || table.bytesPerInterval < reportFrom ? [] : table,
  );
  return joinAlike(heap, enough).sort((a, b) => b.bytesPerInterval - a.bytesPerInterval);
}

/** Tables of one class in one array or Map are one growth; what has names of its own is not. */
function joinAlike(heap: AgedHeap, tables: readonly GrowingTable[]): GrowingTable[] {
  const groups = new Map<string, GrowingTable[]>();
  for (const [i, table] of tables.entries()) {
    const shelf = shelfOf(heap, table.owner);
    const key =
      shelf === undefined ? `${i}` : `in ${shelf} ${table.isCounted} ${heap.names.className(table.owner)}`;
    groups.set(key, [...(groups.get(key) ?? []), table]);
  }
  return [...groups.values()].map((group) => (group.length === 1 ? group[0] : together(group)));
}

/** The array, or the table of a Map or Set, that holds an object alone and by no name. */
function shelfOf(heap: AgedHeap, v: NodeIndex): NodeIndex | undefined {
  const above = heap.tree.idom[v];
  if (heap.isBackingStore(above)) return above;
  const edge = heap.edgeBetween(above, v);
  return edge >= 0 && heap.graph.edgeType(edge) === EdgeType.element ? above : undefined;
}

function together(group: readonly GrowingTable[]): GrowingTable {
  const [first, ...others] = group.toSorted((a, b) => a.owner - b.owner);
  const sum = (of: (table: GrowingTable) => readonly number[]) =>
    of(first).map((_, k) => group.reduce((total, table) => total + of(table)[k], 0));
  const entries = sum((table) => table.entries);
  return {
    ...first,
    entries,
    room: sum((table) => table.room),
    entriesPerInterval: group.reduce((total, table) => total + table.entriesPerInterval, 0),
    bytesPerInterval: group.reduce((total, table) => total + table.bytesPerInterval, 0),
    evidence: { ...first.evidence, newest: 0, held: sum((table) => table.evidence.held) },
    alike: others.map(({ owner }) => owner),
  };
}

const byLevels = { kind: 'levels', source: 'captures' } as const;

/** Entries are drawn: their number is judged. */
function byCount(
  heap: AgedHeap,
  candidate: TableCandidate,
  earlier: readonly EarlierAnswers[],
): GrowingTable | undefined {
  const counts = earlier.map((capture) => capture.entries.get(candidate.owner) ?? 0);
  const entries = [...counts, candidate.entries];
  const layout = layoutOf(heap.names.className(candidate.node), heap.graph.wordSize);
  const gained = entries[entries.length - 1] - entries[0];
  if (gained <= 0 || candidate.explained >= explainedShare * gained) return undefined;
  if (isMadeInAdvance(heap, candidate, layout, entries[0])) return undefined;
  const evidence = {
    ...byLevels,
    unit: 'entries',
    of: 'entries',
    held: entries,
    newest: candidate.newest,
  } as const;
  if (prove(evidence).verdict === 'refuted') return undefined;
  return tableOf(heap, candidate, layout, { entries, room: [], isCounted: true, evidence });
}

/** A ring that was made at its full length is filled, and does not grow. */
function isMadeInAdvance(
  heap: AgedHeap,
  { at, content }: TableCandidate,
  layout: TableLayout,
  first: number,
): boolean {
  const isOld = heap.birth[heap.graph.edgeTarget(at)] === 0;
  return isOld && first < layout.least(layout.room(content.size));
}

/** Entries are not drawn: the size of the store is judged, which grows rarely and in large steps. */
function byRoom(
  heap: AgedHeap,
  candidate: TableCandidate,
  earlier: readonly EarlierAnswers[],
): GrowingTable | undefined {
  const before = earlier.map((capture) => capture.slots.get(slotKey(candidate))?.size ?? 0);
  const sizes = [...before, candidate.content.size];
  const evidence = { ...byLevels, unit: 'bytes', of: 'store', held: sizes } as const;
  if (prove(evidence).verdict === 'refuted') return undefined;
  const layout = layoutOf(heap.names.className(candidate.node), heap.graph.wordSize);
  return tableOf(heap, candidate, layout, {
    entries: sizes.map((size) => likelyEntries(layout, size)),
    room: sizes.map((size) => layout.room(size)),
    isCounted: false,
    evidence,
  });
}

function tableOf(
  { graph }: AgedHeap,
  { node, at }: TableCandidate,
  { bytesPerEntry }: TableLayout,
  filling: Pick<GrowingTable, 'entries' | 'room' | 'isCounted' | 'evidence'>,
): GrowingTable {
  const { entries } = filling;
  const entriesPerInterval = (entries[entries.length - 1] - entries[0]) / (entries.length - 1);
  return {
    owner: node,
    edge: at,
    target: graph.edgeTarget(at),
    ...filling,
    bytesPerEntry,
    entriesPerInterval,
    bytesPerInterval: Math.round(entriesPerInterval * bytesPerEntry),
    alike: [],
  };
}
