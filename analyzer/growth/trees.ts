import { trees } from '../../judgement/parameters/following.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { Label } from '../heap/hanging.ts';
import { scopeName } from '../parse/node-kinds.ts';
import { type NodeIndex, NodeType, type StringIndex } from '../parse/snapshot-columns.ts';
import type { Accumulation } from './accumulation.ts';
import { groupsOf } from './explained.ts';
import { type GroupTree, leastPerInterval } from './groups.ts';
import type { YoungTree } from './young-tree.ts';

const { fewestLevels, fewestBirths, leastBytes } = trees;

/**
 * Trees whose branches are objects of one class: tries, nested dictionaries. What they gain hangs on ever other paths,
 * of which none gains much, so that the walk down from the root loses it.
 */
export function findTrees(heap: AgedHeap, tree: GroupTree, found: readonly Accumulation[]): Accumulation[] {
  const tops = new Tops(heap, tree.young);
  const isFound = groupsOf(
    tree,
    found.filter(({ residue }) => !residue),
  );
  const growing = new Map<NodeIndex, TreeGrowth>();
  const { order, reachable } = heap.tree;
  for (let i = 1; i < reachable; i++) {
    const v = order[i];
    if (heap.birth[v] === 0 || heap.noise[v] === 1) continue;
    const top = tops.of[v];
    if (top === 0 || !heap.isPersistent(top) || !tops.isTree(top)) continue;
    if (tree.groupOf[v] >= 0 && isFound[tree.groupOf[v]] === 1) continue;
    let growth = growing.get(top);
    if (growth === undefined) {
      growth = emptyGrowth(heap.intervals);
      growing.set(top, growth);
    }
    growth.bytes[heap.birth[v]] += heap.graph.selfSize(v);
    if (!tops.isBranch(v)) continue;
    growth.births[heap.birth[v]]++;
    growth.members.push(v);
  }
  return [...growing]
    .filter(
      ([, { births, bytes }]) =>
        leastPerInterval(births) >= fewestBirths && leastPerInterval(bytes) >= leastBytes,
    )
    .map(([top, growth]) => asAccumulation(tree, top, growth));
}

interface TreeGrowth {
  readonly births: Float64Array;
  readonly bytes: Float64Array;
  readonly members: NodeIndex[];
}

function emptyGrowth(intervals: number): TreeGrowth {
  return { births: new Float64Array(intervals), bytes: new Float64Array(intervals), members: [] };
}

/** A branch is an object held by one of its own class. */
class Tops {
  /** The topmost branch of the tree that a node with something young belongs to, or 0. */
  readonly of: Uint32Array;
  private readonly heap: AgedHeap;
  private readonly scope: StringIndex;
  private readonly known = new Map<NodeIndex, boolean>();

  constructor(heap: AgedHeap, young: YoungTree) {
    this.heap = heap;
    this.scope = heap.graph.strings.find(scopeName);
    this.of = this.topsIn(young);
  }

  isBranch(v: NodeIndex): boolean {
    const { nodeType, nodeName } = this.heap.graph.columns;
    return nodeType[v] === NodeType.object && nodeName[v] !== this.scope;
  }

  /** Whether enough branches lie below each other. */
  isTree(top: NodeIndex): boolean {
    let isTree = this.known.get(top);
    if (isTree === undefined) {
      isTree = this.reaches(fewestLevels, top);
      this.known.set(top, isTree);
    }
    return isTree;
  }

  private topsIn({ count, node, parent }: YoungTree): Uint32Array {
    const { nodeName } = this.heap.graph.columns;
    const of = new Uint32Array(this.heap.graph.nodeCount);
    /** The nearest object above each place, backing stores left out. */
    const holder = new Uint32Array(count);
    for (let at = 1; at < count; at++) {
      const v = node[at];
      const above = parent[at];
      holder[at] = this.heap.isBackingStore(node[above]) ? holder[above] : node[above];
      const by = holder[at];
      const isOfTree = !this.isBranch(v) || (this.isObject(by) && nodeName[by] === nodeName[v]);
      of[v] = isOfTree ? of[by] : v;
    }
    return of;
  }

  private isObject(v: NodeIndex): boolean {
    return v > 0 && this.heap.graph.type(v) === NodeType.object;
  }

  /** Looks below an object, and below its stores, for others of its class. */
  private reaches(levels: number, top: NodeIndex): boolean {
    const { graph, children } = this.heap;
    const { nodeName } = graph.columns;
    const stack: Array<readonly [node: NodeIndex, level: number]> = [[top, 0]];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const [v, level] = next;
      if (level >= levels) return true;
      for (let k = children.first[v]; k < children.first[v + 1]; k++) {
        const child = children.children[k];
        if (this.heap.isBackingStore(child)) stack.push([child, level]);
        else if (this.isBranch(child) && nodeName[child] === nodeName[top]) stack.push([child, level + 1]);
      }
    }
    return false;
  }
}

function asAccumulation(
  tree: GroupTree,
  top: NodeIndex,
  { births, bytes, members }: TreeGrowth,
): Accumulation {
  const above = tree.groups[Math.max(0, tree.groupOf[top])];
  return {
    group: {
      index: above.index,
      parent: above.parent,
      label: Label.anyName,
      members: [top, ...members],
      children: [],
      links: 0,
      bytes,
      births,
      newborn: bytes,
    },
    bytesPerInterval: leastPerInterval(bytes),
    residue: true,
    tree: true,
  };
}
