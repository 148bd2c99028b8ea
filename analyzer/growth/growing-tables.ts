import type { Bytes } from '../../format/units.ts';
import { layoutOf, likelyEntries, type TableLayout } from '../graph/v8-tables/table-filling.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { type EdgeIndex, EdgeType, type NodeIndex } from '../parse/snapshot-columns.ts';
import { type EarlierCapture, slotKey } from './earlier-captures.ts';
import { reportFrom, type TableCandidate } from './table-candidates.ts';
import { intervalsNeeded } from './verification.ts';

/** Where accumulations answer for this share of what was gained, they say more. */
const explainedShare = 0.5;
/** What falls by more than this share of its gain goes up and down: where it stands at a capture is chance. */
const mostFall = 0.3;
/** An interval counts as one of growth from this share of the mean gain on. */
const shareOfMean = 0.3;
/** One step of at least this share counts as growth of a store whose entries are not drawn. */
const capacityStep = 0.25;

/** A table that gained entries while it was recorded. */
export interface GrowingTable {
  readonly owner: NodeIndex;
  readonly edge: EdgeIndex;
  readonly target: NodeIndex;
  /** Entries at each capture: counted, or estimated from the room in the store. */
  readonly entries: readonly number[];
  readonly isCounted: boolean;
  /** The most that there was room for at each capture, where entries are estimated. */
  readonly room: readonly number[];
  readonly bytesPerEntry: Bytes;
  readonly bytesPerInterval: Bytes;
  readonly entriesPerInterval: number;
  /** True where its store became larger only once: a table that has filled looks the same. */
  readonly isOneStep: boolean;
  /** The others of its class in the same array or Map, as shards are: its numbers are those of all together. */
  readonly alike: readonly NodeIndex[];
}

/** Those tables that gained by enough, as the earlier captures say; the fastest first. */
export function growingTables(
  heap: AgedHeap,
  candidates: readonly TableCandidate[],
  earlier: readonly EarlierCapture[],
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
    isOneStep: gainsOf(entries).filter((gain) => gain > 0).length === 1,
    alike: others.map(({ owner }) => owner),
  };
}

/** Entries are drawn: their number has to rise in nearly every interval, and never to fall by much. */
function byCount(
  heap: AgedHeap,
  candidate: TableCandidate,
  earlier: readonly EarlierCapture[],
): GrowingTable | undefined {
  const counts = earlier.map((capture) => capture.entries.get(candidate.owner) ?? 0);
  const entries = [...counts, candidate.entries];
  const layout = layoutOf(heap.names.className(candidate.node));
  const steps = entries.length - 1;
  const gained = entries[steps] - entries[0];
  if (gained <= 0 || candidate.explained >= explainedShare * gained) return undefined;
  if (isMadeInAdvance(heap, candidate, layout, entries[0])) return undefined;
  const gains = gainsOf(entries);
  if (gains.some((gain) => -gain > mostFall * gained)) return undefined;
  const grown = gains.filter((gain) => gain >= (shareOfMean * gained) / steps).length;
  if (grown < intervalsNeeded(steps)) return undefined;
  return tableOf(heap, candidate, layout, { entries, room: [], isCounted: true, isOneStep: false });
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

/** Entries are not drawn: the store has to have grown, which it does rarely, and never to have shrunk. */
function byRoom(
  heap: AgedHeap,
  candidate: TableCandidate,
  earlier: readonly EarlierCapture[],
): GrowingTable | undefined {
  const before = earlier.map((capture) => capture.slots.get(slotKey(candidate))?.size ?? 0);
  const sizes = [...before, candidate.content.size];
  const gains = gainsOf(sizes);
  const gained = sizes[sizes.length - 1] - sizes[0];
  if (sizes[0] === 0 || gains.some((gain) => gain < 0) || gained < capacityStep * sizes[0]) return undefined;
  const layout = layoutOf(heap.names.className(candidate.node));
  return tableOf(heap, candidate, layout, {
    entries: sizes.map((size) => likelyEntries(layout, size)),
    room: sizes.map((size) => layout.room(size)),
    isCounted: false,
    isOneStep: gains.filter((gain) => gain > 0).length === 1,
  });
}

function tableOf(
  { graph }: AgedHeap,
  { node, at }: TableCandidate,
  { bytesPerEntry }: TableLayout,
  filling: Pick<GrowingTable, 'entries' | 'room' | 'isCounted' | 'isOneStep'>,
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

function gainsOf(values: readonly number[]): number[] {
  return values.slice(1).map((value, k) => value - values[k]);
}
