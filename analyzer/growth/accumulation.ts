import { following } from '../../judgement/parameters/following.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { NodeType } from '../parse/snapshot-columns.ts';
import { type Group, type GroupTree, leastPerInterval } from './groups.ts';

const {
  followFrom,
  leastBirths,
  largeGrowth,
  agreeingIntervals,
  newbornShare,
  residueFrom,
  residueShare,
  residueMembers,
} = following;

/** A point where the heap grows. */
export interface Accumulation {
  /** The group whose members pile up, or the one that grows by itself if `residue`. */
  readonly group: Group;
  readonly bytesPerInterval: number;
  /** True if no group of children explains the growth: it is the member itself and its small parts. */
  readonly residue: boolean;
  /** True if it is a tree: the first member is its top, the others are the branches that it gained. */
  readonly tree?: true;
}

/**
 * Walks down from the root along groups that grew in every interval, and stops where members are born in each of
 * them and carry the growth: there it accumulates.
 */
export function findAccumulations(heap: AgedHeap, tree: GroupTree): Accumulation[] {
  const found: Accumulation[] = [];
  const pending: Group[] = [tree.groups[0]];
  while (pending.length > 0) {
    const group = pending.pop()!;
    const residue = unexplainedGrowth(group);
    if (isResidue(heap, group, residue)) {
      // With one new member in each interval it is the members that pile up, few as they are.
      const isPile = heap.intervals > agreeingIntervals && accumulatesFrom(1, group, residue);
      found.push({ group, bytesPerInterval: residue, residue: !isPile });
    }
    for (const child of group.children) {
      const growth = leastPerInterval(child.bytes);
      if (growth < followFrom) continue;
      if (child.members.every((v) => heap.noise[v] === 1)) {
        if (isGlobalScope(heap, child)) pending.push(child);
        continue;
      }
      if (accumulates(child, growth, heap.intervals))
        found.push({ group: child, bytesPerInterval: growth, residue: false });
      else pending.push(child);
    }
  }
  return found;
}

/** The engine's own record of a realm: noise in itself, but `globalThis` and what hangs on it are below. */
function isGlobalScope(heap: AgedHeap, group: Group): boolean {
  return heap.graph.rawName(group.members[0]).startsWith('system / NativeContext');
}

function accumulates(group: Group, growth: number, intervals: number): boolean {
  const births = growth >= largeGrowth && intervals > agreeingIntervals ? 1 : leastBirths;
  return accumulatesFrom(births, group, growth);
}

function accumulatesFrom(births: number, group: Group, growth: number): boolean {
  return leastPerInterval(group.births) >= births && leastPerInterval(group.newborn) >= newbornShare * growth;
}

function unexplainedGrowth(group: Group): number {
  let explained = 0;
  for (const child of group.children) explained += Math.max(0, leastPerInterval(child.bytes));
  return leastPerInterval(group.bytes) - explained;
}

function isResidue(heap: AgedHeap, group: Group, residue: number): boolean {
  if (group.parent < 0 || group.members.length > residueMembers) return false;
  if (residue < Math.max(residueFrom, residueShare * leastPerInterval(group.bytes))) return false;
  // A newly made container filled with older things has moved them, it has not grown.
  if (group.births[0] === 0 && leastPerInterval(group.births) < 1) return false;
  const first = group.members[0];
  return heap.graph.type(first) !== NodeType.synthetic && heap.noise[first] === 0;
}
