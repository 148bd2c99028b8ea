import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { type Accumulation, findAccumulations } from './accumulation.ts';
import type { AgedHeap } from './aged-heap.ts';
import { Border, type Territory } from './border.ts';
import { birthOfEntry, entriesOf } from './container-entries.ts';
import { type EarlierCapture, isHeldAlone, lookUp, type ObjectId } from './earlier-captures.ts';
import { type GroupTree, groupByPath, leastPerInterval } from './groups.ts';
import { type TableCandidate, tableCandidates } from './growing-tables.ts';
import { type Holding, resolveHolders } from './holders.ts';
import { explainedBytes, groupsOf, isInside, type SlotCandidate, slotCandidates } from './replaced-slots.ts';
import { mostWalked, type SparseQuestions, type SparseSlot } from './sparse-answers.ts';
import { findTrees } from './trees.ts';
import { anchorsOf } from './verification.ts';

/** What the last capture alone suspects, and what it has to ask the earlier ones. */
export interface GrowthQuestions {
  readonly heap: AgedHeap;
  readonly tree: GroupTree;
  readonly found: readonly Accumulation[];
  readonly holdings: ReadonlyMap<Accumulation, Holding>;
  readonly anchors: ReadonlyMap<Accumulation, readonly NodeIndex[]>;
  readonly containers: ReadonlyMap<Accumulation, CountedContainer>;
  /** For each node, the young bytes below it that belong to an accumulation. */
  readonly explained: Float64Array;
  readonly candidates: readonly SlotCandidate[];
  readonly tables: readonly TableCandidate[];
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
  const anchors = new Map(found.map((one) => [one, anchorsOf(heap, holdings.get(one)!)]));
  const containers = countContainers(heap, holdings);
  const explained = explainedBytes(heap, tree, found);
  const candidates = slotCandidates(heap, explained).filter(
    (slot) => !found.some((one) => overlaps(heap, holdings.get(one)!, slot)),
  );
  const tables = tablesBeside(heap, tree, found, holdings);
  return { heap, tree, found, holdings, anchors, containers, explained, candidates, tables };
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

/** The first holder of each accumulation, where it is a container that holds the entries itself. */
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
export function answerFrom(earlier: AgedHeap, questions: GrowthQuestions): EarlierCapture {
  const { heap, anchors, containers, candidates, tables } = questions;
  const idsOf = (nodes: readonly NodeIndex[]) => new Set<ObjectId>(nodes.map((v) => heap.graph.id(v)));
  return lookUp(earlier, {
    anchors: idsOf([...anchors.values()].flat()),
    containers: idsOf([...containers.values(), ...tables].map(({ node }) => node)),
    slots: [...candidates, ...tables],
  });
}

/**
 * What has to be asked where little of an earlier capture is to be read; undefined where it takes all of it. Counted
 * entries prove growth by themselves, so that nobody has to know what the container's owners retained.
 */
export function asSparse(questions: GrowthQuestions): SparseQuestions | undefined {
  const { heap, anchors, containers, candidates, tables, found } = questions;
  const border = new Border(heap);
  const most = mostWalked(heap.graph.nodeCount);
  const weighed = new Map<ObjectId, Territory>();
  for (const one of found) {
    if (provesByEntries(heap, containers.get(one))) continue;
    for (const anchor of anchors.get(one)!) {
      // Below the root is everything.
      if (anchor === 0) return undefined;
      const territory = border.territoryOf(anchor, most);
      if (territory === undefined) return undefined;
      weighed.set(heap.graph.id(anchor), territory);
    }
  }
  const slots: SparseSlot[] = [];
  for (const { owner, edge, node, at } of candidates) {
    if (isHeldAlone(heap, node, at)) {
      const territory = border.territoryOf(heap.graph.edgeTarget(at), most);
      if (territory === undefined) return undefined;
      slots.push({ owner, edge, territory });
    } else slots.push({ owner, edge });
  }
  // What a table of numbers holds is its own size; of others the entries are counted.
  for (const { owner, edge, isCounted } of tables) if (!isCounted) slots.push({ owner, edge });
  const counted = [...containers.values(), ...tables].map(
    ({ node }) => [heap.graph.id(node), heap.names.className(node)] as const,
  );
  return { border, anchors: weighed, containers: new Map(counted), slots };
}

function provesByEntries(heap: AgedHeap, container: CountedContainer | undefined): boolean {
  return container !== undefined && heap.isPersistent(container.node) && leastPerInterval(container.born) > 0;
}

/** Whether a value and what piles up are parts of each other: then the pile says more. */
function overlaps(heap: AgedHeap, { holders }: Holding, slot: SlotCandidate): boolean {
  const target = heap.graph.edgeTarget(slot.at);
  return holders.some(
    ({ node }) =>
      node === heap.ownerOf(slot.node) ||
      node === target ||
      isInside(heap, node, target) ||
      (node > 0 && isInside(heap, slot.node, node)),
  );
}
