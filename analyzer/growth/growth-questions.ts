import type { AgedHeap } from '../heap/aged-heap.ts';
import { birthOfEntry, entriesOf } from '../heap/container-entries.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { type Accumulation, findAccumulations } from './accumulation.ts';
import { type EarlierAnswers, lookUp, type ObjectId } from './earlier-captures.ts';
import { explainedBytes, groupsOf, isInside } from './explained.ts';
import { externalBytes } from './external-bytes.ts';
import { type GroupTree, groupByPath } from './groups.ts';
import { type Holding, resolveHolders } from './holders.ts';
import { OwnersInContainers, placesOf } from './one-of-many.ts';
import { persistentOwners } from './owners.ts';
import { type SlotCandidate, slotCandidates } from './slot-candidates.ts';
import { type TableCandidate, tableCandidates } from './table-candidates.ts';
import { findTrees } from './trees.ts';

/** What the last capture alone suspects, and what it has to ask the earlier ones. */
export interface GrowthQuestions {
  readonly heap: AgedHeap;
  readonly tree: GroupTree;
  readonly found: readonly Accumulation[];
  readonly holdings: ReadonlyMap<Accumulation, Holding>;
  readonly owners: ReadonlyMap<Accumulation, readonly NodeIndex[]>;
  readonly containers: ReadonlyMap<Accumulation, CountedContainer>;
  /** For each node, the young bytes below it that belong to an accumulation. */
  readonly explained: Float64Array;
  /** How many of the young bytes of each accumulation are native. */
  readonly external: ReadonlyMap<Accumulation, number>;
  readonly candidates: readonly SlotCandidate[];
  readonly tables: readonly TableCandidate[];
  readonly inContainers: OwnersInContainers;
  /** The containers whose entries own what grows: what they held before tells which of them have ended. */
  readonly ofMany: ReadonlySet<NodeIndex>;
}

/** A container that holds entries itself, counted in the last capture. */
export interface CountedContainer {
  readonly node: NodeIndex;
  /** Entries by birth. */
  readonly born: readonly number[];
}

export function askGrowth(heap: AgedHeap): GrowthQuestions {
  const tree = groupByPath(heap);
  const found = withTrees(heap, tree, findAccumulations(heap, tree));
  const holdings = resolveHolders(heap, tree, found);
  const owners = new Map(found.map((one) => [one, persistentOwners(heap, holdings.get(one)!)]));
  const containers = countContainers(heap, holdings);
  const explained = explainedBytes(heap, tree, found);
  const candidates = slotCandidates(heap, tree.young, explained).filter(
    (slot) => !found.some((one) => overlaps(heap, holdings.get(one)!, slot)),
  );
  const tables = tablesBeside(heap, tree, found, holdings);
  const inContainers = new OwnersInContainers(heap);
  const places = [
    ...[...holdings.values()].flatMap(placesOf),
    ...[...candidates, ...tables].map(({ node }) => node),
  ];
  const ofMany = new Set(places.flatMap((v) => inContainers.above(v).map(({ container }) => container)));
  return {
    heap,
    tree,
    found,
    holdings,
    owners,
    containers,
    explained,
    external: externalBytes(heap, tree, found),
    candidates,
    tables,
    inContainers,
    ofMany,
  };
}

/** A tree says more than the growth of its top by bytes. */
function withTrees(heap: AgedHeap, tree: GroupTree, found: readonly Accumulation[]): Accumulation[] {
  const trees = findTrees(heap, tree, found);
  const tops = trees.map(({ group }) => group.members[0]);
  const isPart = ({ residue, group: { members } }: Accumulation) =>
    residue && tops.some((top) => isInside(heap, members[0], top));
  return [...found.filter((one) => !isPart(one)), ...trees];
}

/** Tables that no accumulation answers for. */
function tablesBeside(
  heap: AgedHeap,
  tree: GroupTree,
  found: readonly Accumulation[],
  holdings: ReadonlyMap<Accumulation, Holding>,
): TableCandidate[] {
  const inFound = groupsOf(tree, found);
  const holders = new Set([...holdings.values()].flatMap(({ holders }) => holders.map(({ node }) => node)));
  return tableCandidates(heap, {
    isEntry: (v) => tree.groupOf[v] >= 0 && inFound[tree.groupOf[v]] === 1,
    isHolder: (v) => holders.has(v),
  });
}

/** The first holder of each accumulation, if it is a container that holds the entries itself. */
function countContainers(
  heap: AgedHeap,
  holdings: ReadonlyMap<Accumulation, Holding>,
): Map<Accumulation, CountedContainer> {
  const containers = new Map<Accumulation, CountedContainer>();
  for (const [accumulation, { holders, spread }] of holdings) {
    const [first] = holders;
    if (accumulation.tree) continue;
    const entries = first === undefined || spread > 1 ? undefined : entriesOf(heap, first.node);
    if (entries === undefined) continue;
    const born = new Array<number>(heap.intervals).fill(0);
    for (const entry of entries) born[birthOfEntry(heap, entry)]++;
    containers.set(accumulation, { node: first.node, born });
  }
  return containers;
}

/** Reads the answers out of one earlier capture. */
export function answerFrom(earlier: AgedHeap, questions: GrowthQuestions): EarlierAnswers {
  const { heap, owners, containers, ofMany, candidates, tables } = questions;
  const idsOf = (nodes: readonly NodeIndex[]) => new Set<ObjectId>(nodes.map((v) => heap.graph.id(v)));
  return lookUp(earlier, {
    owners: idsOf([...owners.values()].flat()),
    containers: idsOf([...containers.values(), ...tables].map(({ node }) => node)),
    ofMany: idsOf([...ofMany]),
    slots: [...candidates, ...tables],
  });
}

/** Whether a value and what piles up are parts of each other: then the pile says more. */
function overlaps(heap: AgedHeap, { holders }: Holding, slot: SlotCandidate): boolean {
  const target = heap.graph.edgeTarget(slot.at);
  return holders.some(
    ({ node }) => isInside(heap, node, target) || (node > 0 && isInside(heap, slot.node, node)),
  );
}
