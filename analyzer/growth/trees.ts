import type { AgedHeap } from '../heap/aged-heap.ts';
import { Label } from '../heap/hanging.ts';
import { scopeName } from '../parse/node-kinds.ts';
import { type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { Accumulation } from './accumulation.ts';
import { groupsOf } from './explained.ts';
import { type GroupTree, leastPerInterval } from './groups.ts';

/** Fewer levels of one class below each other are a record of records, not a tree. */
const fewestLevels = 4;
/** Branches that each interval must have added at least … */
const fewestBirths = 8;
/** … and bytes. */
const leastBytes = 1024;

/**
 * Trees whose branches are objects of one class: tries, nested dictionaries. What they gain hangs on ever other paths,
 * of which none gains much, so that the walk down from the root loses it.
 */
export function findTrees(heap: AgedHeap, tree: GroupTree, found: readonly Accumulation[]): Accumulation[] {
  const tops = topsOf(heap);
  const isFound = groupsOf(
    tree,
    found.filter(({ residue }) => !residue),
  );
  const growing = new Map<NodeIndex, TreeGrowth>();
  const { order, reachable } = heap.tree;
  for (let i = 1; i < reachable; i++) {
    const v = order[i];
    const top = tops.of[v];
    if (top < 0 || heap.birth[v] === 0 || heap.noise[v] === 1) continue;
    if (tops.levels[top] < fewestLevels || !heap.isPersistent(top)) continue;
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

interface Tops {
  /** The topmost branch of the tree that a node belongs to, or -1. */
  readonly of: Int32Array;
  /** How many branches lie below each other; by the topmost one. */
  readonly levels: Uint16Array;
  isBranch(v: NodeIndex): boolean;
}

/** One pass from dominators to what they dominate: a branch is an object held by one of its own class. */
function topsOf(heap: AgedHeap): Tops {
  const { graph, tree } = heap;
  const { nodeType, nodeName, nodeCount } = graph.columns;
  const scope = graph.strings.find(scopeName);
  const of = new Int32Array(nodeCount).fill(-1);
  const level = new Uint16Array(nodeCount);
  const levels = new Uint16Array(nodeCount);
  /** The nearest object above each node, backing stores left out. */
  const holder = new Int32Array(nodeCount);
  const isObject = (v: NodeIndex) => nodeType[v] === NodeType.object && nodeName[v] !== scope;
  for (let i = 1; i < tree.reachable; i++) {
    const v = tree.order[i];
    const above = tree.idom[v];
    holder[v] = heap.isBackingStore(above) ? holder[above] : above;
    const parent = holder[v];
    if (!isObject(v)) {
      of[v] = of[parent] >= 0 ? of[parent] : -1;
      continue;
    }
    const isBranch = parent > 0 && nodeType[parent] === NodeType.object && nodeName[parent] === nodeName[v];
    of[v] = isBranch ? of[parent] : v;
    level[v] = isBranch ? Math.min(level[parent] + 1, 0xffff) : 0;
    levels[of[v]] = Math.max(levels[of[v]], level[v]);
  }
  return { of, levels, isBranch: (v) => isObject(v) };
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
