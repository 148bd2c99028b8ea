import { holderLimits } from '../../judgement/parameters/holders.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { Label } from '../heap/hanging.ts';
import { type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { Accumulation } from './accumulation.ts';
import type { EntryHolder } from './entry-holder.ts';
import { type Group, type GroupTree, leastPerInterval } from './groups.ts';
import { jointHolders } from './joint-holders.ts';

const { fewContainers, commonShare, steadyShare } = holderLimits;
/** A longer way up is within a chain, whose owner is found in another way. */
const longestWay = 400;

/** Who holds what accumulates. */
export interface Holding {
  /** The holders, the most telling first. Empty if only roots of the engine hold the entries. */
  readonly holders: readonly EntryHolder[];
  /** The nodes that dominate entries directly: usually the holder's backing store. */
  readonly dominators: readonly NodeIndex[];
  /** Over how many containers below the holder the entries are spread; 1 if it holds them itself. */
  readonly spread: number;
}

/**
 * Resolves the holders of all accumulations. Those whose entries several containers hold together are resolved
 * together, because their common dominator, far up, says nothing.
 */
export function resolveHolders(
  heap: AgedHeap,
  tree: GroupTree,
  found: readonly Accumulation[],
): Map<Accumulation, Holding> {
  const holdings = new Map<Accumulation, Holding>();
  const jointly = new Map<number, Accumulation[]>();
  for (const accumulation of found) {
    const { group, residue } = accumulation;
    if (residue) holdings.set(accumulation, heldBy(heap, [group.members[0]], group.members[0], 1));
    else if (group.label === Label.jointly) {
      const siblings = jointly.get(group.parent);
      if (siblings === undefined) jointly.set(group.parent, [accumulation]);
      else siblings.push(accumulation);
    } else holdings.set(accumulation, byDominator(heap, tree, group));
  }
  for (const siblings of jointly.values()) {
    const holders = jointHolders(
      heap,
      tree,
      siblings.map((accumulation) => accumulation.group),
    );
    for (const accumulation of siblings) {
      const dominators = directDominators(heap, tree, accumulation.group);
      holdings.set(accumulation, { holders, dominators: [...dominators.keys()], spread: 1 });
    }
  }
  return holdings;
}

function byDominator(heap: AgedHeap, tree: GroupTree, group: Group): Holding {
  const all = directDominators(heap, tree, group);
  const counts = all.size > fewContainers ? (steadyOf(heap, tree, group) ?? all) : all;
  const dominators = [...counts.keys()];
  if (counts.size > fewContainers) {
    const common = commonDominator(heap, counts);
    // Links and branches hang on older ones of their kind.
    if (common > 0 && tree.groupOf[common] === group.index)
      return heldBy(heap, dominators, aboveChain(heap, tree, group, common), 1);
    if (common > 0) return heldBy(heap, dominators, common, counts.size);
  }
  let most = dominators[0];
  for (const [dominator, count] of counts) if (count > counts.get(most)!) most = dominator;
  return heldBy(heap, dominators, aboveChain(heap, tree, group, most), 1);
}

/** New links are often appended to old ones: what holds them is what holds the chain. */
function aboveChain(heap: AgedHeap, tree: GroupTree, group: Group, dominator: NodeIndex): NodeIndex {
  let v = dominator;
  while (v > 0 && tree.groupOf[v] === group.index)
    v = tree.nestedIn[v] >= 0 ? tree.nestedIn[v] : heap.tree.idom[v];
  return v;
}

function heldBy(
  heap: AgedHeap,
  dominators: readonly NodeIndex[],
  dominator: NodeIndex,
  spread: number,
): Holding {
  const owner = heap.ownerOf(dominator);
  const isRoot = heap.graph.type(owner) === NodeType.synthetic;
  return { holders: isRoot ? [] : [{ node: owner, share: 1 }], dominators, spread };
}

/** Dominators of the group's outermost newborn members, with how many each has; of all members if none is newborn. */
function directDominators(heap: AgedHeap, tree: GroupTree, group: Group): Map<NodeIndex, number> {
  const counts = new Map<NodeIndex, number>();
  const count = (v: NodeIndex) => {
    const dominator = heap.tree.idom[v];
    counts.set(dominator, (counts.get(dominator) ?? 0) + 1);
  };
  for (const v of group.members) if (heap.birth[v] > 0 && isOutermostNewborn(heap, tree, v)) count(v);
  if (counts.size === 0) for (const v of group.members) if (tree.nestedIn[v] < 0) count(v);
  return counts;
}

/**
 * The few containers that gain in every interval, if they explain the growth without the others: what a session holds
 * that began lately is no growth of the one beside it.
 */
function steadyOf(heap: AgedHeap, tree: GroupTree, group: Group): Map<NodeIndex, number> | undefined {
  const births = new Map<NodeIndex, number[]>();
  for (const v of group.members) {
    if (heap.birth[v] === 0 || !isOutermostNewborn(heap, tree, v)) continue;
    const dominator = heap.tree.idom[v];
    const born = births.get(dominator) ?? new Array<number>(heap.intervals).fill(0);
    born[heap.birth[v]]++;
    births.set(dominator, born);
  }
  const steady = new Map<NodeIndex, number>();
  let least = 0;
  for (const [dominator, born] of births) {
    if (leastPerInterval(born) === 0) continue;
    steady.set(
      dominator,
      born.reduce((sum, count) => sum + count, 0),
    );
    least += leastPerInterval(born);
  }
  const isFew = steady.size > 0 && steady.size <= fewContainers;
  return isFew && least >= steadyShare * leastPerInterval(group.births) ? steady : undefined;
}

function isOutermostNewborn(heap: AgedHeap, tree: GroupTree, v: NodeIndex): boolean {
  const outer = tree.nestedIn[v];
  return outer < 0 || heap.birth[outer] === 0;
}

/** The deepest node that dominates nearly all entries, or 0. */
function commonDominator(heap: AgedHeap, direct: ReadonlyMap<NodeIndex, number>): NodeIndex {
  const { idom, number } = heap.tree;
  const reached = new Map<NodeIndex, number>();
  let total = 0;
  for (const [dominator, count] of direct) {
    total += count;
    for (let v = dominator, step = 0; step < longestWay; step++, v = idom[v]) {
      reached.set(v, (reached.get(v) ?? 0) + count);
      if (v === 0) break;
    }
  }
  let deepest = 0;
  for (const [v, count] of reached) {
    if (count >= commonShare * total && number[v] > number[deepest]) deepest = v;
  }
  const isRoot = heap.graph.columns.nodeType[deepest] === NodeType.synthetic;
  return isRoot ? 0 : deepest;
}
