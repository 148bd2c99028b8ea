import type { AgedHeap } from '../heap/aged-heap.ts';
import { entriesOf } from '../heap/container-entries.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { EarlierAnswers, ObjectId } from './earlier-captures.ts';
import type { Holding } from './holders.ts';

/** An object that owns growth and is an entry of a container: one session of many, one connection of many. */
export interface OneOfMany {
  readonly container: NodeIndex;
  readonly owner: NodeIndex;
}

/** What became of the other entries of that container. */
export interface OthersOfMany {
  readonly container: NodeIndex;
  /** Those that own the growth, since before the first capture. */
  readonly owners: readonly NodeIndex[];
  /** How many were there at an earlier capture, and are no entries now. */
  readonly ended: number;
  /** How many of these are not in memory either. */
  readonly freed: number;
}

/** So far up, and from so many retainers, an owner is looked for. */
const highestOwner = 12;
const mostRetainers = 64;
/** What is spread over more containers than this is asked by the first ones. */
const mostPlaces = 50;

/** Finds the containers above growth whose entries live and end by themselves. */
export class OwnersInContainers {
  readonly #heap: AgedHeap;
  readonly #entries = new Map<NodeIndex, ReadonlySet<NodeIndex>>();
  readonly #known = new Map<NodeIndex, readonly OneOfMany[]>();

  constructor(heap: AgedHeap) {
    this.#heap = heap;
  }

  /** The owners above a place, the nearest first. */
  above(place: NodeIndex): readonly OneOfMany[] {
    const known = this.#known.get(place);
    if (known !== undefined) return known;
    const heap = this.#heap;
    const found: OneOfMany[] = [];
    let v = heap.ownerOf(place);
    for (let step = 0; step < highestOwner && v > 0; step++, v = heap.tree.idom[v]) {
      if (heap.isBackingStore(v)) continue;
      for (const container of this.#containersOf(v)) found.push({ container, owner: v });
    }
    this.#known.set(place, found);
    return found;
  }

  /** The objects that a container holds. */
  entriesIn(container: NodeIndex): ReadonlySet<NodeIndex> {
    let entries = this.#entries.get(container);
    if (entries === undefined) {
      entries = new Set(
        (entriesOf(this.#heap, container) ?? []).flatMap(({ key, value }) => value ?? key ?? []),
      );
      this.#entries.set(container, entries);
    }
    return entries;
  }

  #containersOf(v: NodeIndex): ReadonlySet<NodeIndex> {
    const heap = this.#heap;
    const { first, from } = heap.retainers;
    const containers = new Set<NodeIndex>();
    const end = Math.min(first[v + 1], first[v] + mostRetainers);
    for (let k = first[v]; k < end; k++) {
      const container = heap.ownerOf(from[k]);
      if (container <= 0 || container === v || !heap.isPersistent(container)) continue;
      if (this.entriesIn(container).has(v)) containers.add(container);
    }
    return containers;
  }
}

/** Where a pile grows: in its holder, or in the many containers below it. */
export function placesOf({ holders, dominators, spread }: Holding): readonly NodeIndex[] {
  if (spread > 1) return dominators.slice(0, mostPlaces);
  return holders.length === 0 ? [] : [holders[0].node];
}

/**
 * The others of the nearest container of which an entry was seen to end. Its entries own all places of the growth.
 * @returns undefined if none has ended
 */
export function othersOfMany(
  heap: AgedHeap,
  owners: OwnersInContainers,
  places: readonly NodeIndex[],
  earlier: readonly EarlierAnswers[],
): OthersOfMany | undefined {
  const [first, ...rest] = places;
  if (first === undefined || earlier.length === 0) return undefined;
  for (const { container, owner } of owners.above(first)) {
    const others = rest.map((place) => owners.above(place).find((one) => one.container === container)?.owner);
    if (others.includes(undefined)) continue;
    const ended = endedEntries(heap, owners.entriesIn(container), container, earlier);
    if (ended.size === 0) continue;
    const all = [...new Set([owner, ...others.flatMap((one) => one ?? [])])].filter((v) =>
      heap.isPersistent(v),
    );
    if (all.length === 0) continue;
    return { container, owners: all, ended: ended.size, freed: ended.size - livingOf(heap, ended) };
  }
  return undefined;
}

function endedEntries(
  { graph }: AgedHeap,
  now: ReadonlySet<NodeIndex>,
  container: NodeIndex,
  earlier: readonly EarlierAnswers[],
): Set<ObjectId> {
  const id = graph.id(container);
  const ended = new Set(earlier.flatMap(({ members }) => members.get(id) ?? []));
  for (const entry of now) ended.delete(graph.id(entry));
  return ended;
}

function livingOf({ graph }: AgedHeap, ids: ReadonlySet<ObjectId>): number {
  let living = 0;
  for (const id of graph.columns.nodeId) if (ids.has(id)) living++;
  return living;
}
