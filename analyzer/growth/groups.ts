import { hanging } from '../../judgement/parameters/hanging.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { previousLinks } from './chains.ts';
import { GroupNumbers } from './group-numbers.ts';
import { growYoungTree, type YoungTree } from './young-tree.ts';

const { nestingWindow } = hanging;

/**
 * Nodes that hang in the heap in the same way: equal paths of (label, class) from the root, with chains folded
 * onto themselves. A leak is one group whose members keep being born and stay.
 */
export interface Group {
  readonly index: number;
  readonly parent: number;
  readonly label: number;
  readonly members: NodeIndex[];
  readonly children: Group[];
  /** Links that were folded into this group. */
  links: number;
  /** Data bytes by birth in the members' subtrees. Interval 0 is not filled: nothing is judged by it. */
  readonly bytes: Float64Array;
  /** Members by birth. */
  readonly births: Float64Array;
  /** Data bytes of a birth interval in the subtrees of members born in that same interval. */
  readonly newborn: Float64Array;
}

export interface GroupTree {
  readonly young: YoungTree;
  readonly groups: readonly Group[];
  /** Group index of each node, -1 for nodes that hold nothing young. */
  readonly groupOf: Int32Array;
  /** The nearest member of the same group above a node, -1 for outermost members. */
  readonly nestedIn: Int32Array;
}

export function groupByPath(heap: AgedHeap): GroupTree {
  const young = growYoungTree(heap);
  const { groups, groupAt } = assignGroups(young, heap.intervals);
  const nestedAt = nearestOfSameGroup(young, groupAt);
  addUp(heap, young, groups, groupAt, nestedAt);
  return {
    young,
    groups,
    groupOf: byNode(heap, young, groupAt),
    nestedIn: byNode(heap, young, nestedAt, young.node),
  };
}

function assignGroups(young: YoungTree, intervals: number): { groups: Group[]; groupAt: Int32Array } {
  const { count, node, parent, label, cls } = young;
  const previous = previousLinks(young);
  const groups: Group[] = [emptyGroup(0, -1, 0, intervals)];
  const numbers = new GroupNumbers();
  numbers.of(-1, 0, 0);
  const groupAt = new Int32Array(count);
  groups[0].members.push(node[0]);
  for (let at = 1; at < count; at++) {
    let group: Group;
    if (previous[at] >= 0) {
      group = groups[groupAt[previous[at]]];
      group.links++;
    } else {
      const above = groupAt[parent[at]];
      const number = numbers.of(above, label[at], cls[at]);
      if (number < groups.length) group = groups[number];
      else {
        group = emptyGroup(number, above, label[at], intervals);
        groups.push(group);
        groups[above].children.push(group);
      }
    }
    groupAt[at] = group.index;
    group.members.push(node[at]);
  }
  return { groups, groupAt };
}

function emptyGroup(index: number, parent: number, label: number, intervals: number): Group {
  return {
    index,
    parent,
    label,
    members: [],
    children: [],
    links: 0,
    bytes: new Float64Array(intervals),
    births: new Float64Array(intervals),
    newborn: new Float64Array(intervals),
  };
}

/** So that nested members are not counted twice. */
function nearestOfSameGroup(young: YoungTree, groupAt: Int32Array): Int32Array {
  const nested = new Int32Array(young.count).fill(-1);
  for (let at = 1; at < young.count; at++) {
    let above = young.parent[at];
    for (let step = 0; step < nestingWindow && above > 0; step++, above = young.parent[above]) {
      if (groupAt[above] !== groupAt[at]) continue;
      nested[at] = above;
      break;
    }
  }
  return nested;
}

/** Sums every group's bytes, births and newborn bytes from the members' subtrees, nested members counted once. */
function addUp(
  heap: AgedHeap,
  young: YoungTree,
  groups: Group[],
  groupAt: Int32Array,
  nested: Int32Array,
): void {
  const k = heap.intervals;
  const { count, node, parent } = young;
  const subtree = new Float64Array(count * k);
  for (let at = count - 1; at >= 0; at--) {
    const v = node[at];
    if (heap.noise[v] === 0) subtree[at * k + heap.birth[v]] += heap.graph.selfSize(v);
    if (at === 0) continue;
    for (let a = 0; a < k; a++) subtree[parent[at] * k + a] += subtree[at * k + a];
  }
  for (let at = 0; at < count; at++) {
    const group = groups[groupAt[at]];
    const born = heap.birth[node[at]];
    group.births[born]++;
    group.newborn[born] += subtree[at * k + born];
    if (nested[at] < 0) {
      for (let a = 0; a < k; a++) group.bytes[a] += subtree[at * k + a];
    } else {
      const outer = heap.birth[node[nested[at]]];
      group.newborn[outer] -= subtree[at * k + outer];
    }
  }
}

function byNode(heap: AgedHeap, young: YoungTree, values: Int32Array, translate?: Uint32Array): Int32Array {
  const out = new Int32Array(heap.graph.nodeCount).fill(-1);
  for (let at = 0; at < young.count; at++) {
    const value = values[at];
    out[young.node[at]] = translate !== undefined && value >= 0 ? translate[value] : value;
  }
  return out;
}

/** The growth of a group: what every interval after the first gave at least. */
export function leastPerInterval(byInterval: ArrayLike<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (let a = 1; a < byInterval.length; a++) least = Math.min(least, byInterval[a]);
  return least === Number.POSITIVE_INFINITY ? 0 : least;
}
