import { holdsBytes } from '../graph/byte-classes.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { type EdgeIndex, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { Accumulation } from './accumulation.ts';
import {
  type EarlierCapture,
  emptySlot,
  type Slot,
  type SlotContent,
  slotContent,
  slotEdge,
  slotKey,
} from './earlier-captures.ts';
import type { GroupTree } from './groups.ts';
import type { GrowingTable } from './growing-tables.ts';
import { intervalsNeeded } from './verification.ts';

/** Smaller values are not followed from capture to capture. */
const followFrom = 4096;
/** Growth below this, in bytes per interval, is not reported. */
const reportFrom = 2048;
/** A value that gets smaller by more than this is replaced, not growing. */
const shrinkTolerance = 64;
/** Already explained by an accumulation inside, at this share of the growth; or by a deeper slot. */
const explainedShare = 0.4;
const deeperShare = 0.6;

/** Backing stores are judged by their entries: see `growing-tables`. */
const storeEdges = /^internal (elements|table|properties)$/;

/** Edges that lead to shapes and code, never to data. */
const engineEdges =
  /^internal (map|shared|code|feedback_cell|scope_info|prototype_or_initial_map|boilerplate|bytecode|raw_outer)|^property __proto__$/;

/** A place in a persistent object whose value is larger in every capture: `text += …`, `Buffer.concat`, a copied array. */
export interface GrowingSlot {
  readonly owner: NodeIndex;
  readonly edge: EdgeIndex;
  readonly target: NodeIndex;
  /** The value's size at each capture. */
  readonly sizes: readonly number[];
  readonly bytesPerInterval: number;
  /** True where the value is a new object each time. */
  readonly replaced: boolean;
  /** False where one interval did not grow. */
  readonly everyInterval: boolean;
}

export interface SlotCandidate extends Slot {
  readonly node: NodeIndex;
  readonly at: EdgeIndex;
  readonly content: SlotContent;
}

/**
 * The slots of the last capture worth asking the earlier ones about: those whose value may have grown by enough.
 * @param explained for each node, the bytes below it that accumulations answer for
 */
export function slotCandidates(heap: AgedHeap, explained: Float64Array): SlotCandidate[] {
  const { graph, edges } = heap;
  const { nodeCount, firstEdge, edgeTo, nodeType } = graph.columns;
  const mayHaveGrown = valuesThatMayHaveGrown(heap, explained);
  const candidates: SlotCandidate[] = [];
  for (let v = 1; v < nodeCount; v++) {
    let seen: Set<string> | undefined;
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      if (mayHaveGrown[edgeTo[e]] === 0 || edges[e] === 0) continue;
      if (!heap.isReachable(v) || !heap.isPersistent(v) || nodeType[v] === NodeType.code) break;
      const content = slotContent(heap, v, e);
      if (content.size < followFrom) continue;
      const edge = slotEdge(heap, e);
      if (engineEdges.test(edge) || storeEdges.test(edge) || seen?.has(edge)) continue;
      seen ??= new Set();
      seen.add(edge);
      candidates.push({ owner: graph.id(v), edge, node: v, at: e, content });
    }
  }
  return candidates;
}

/**
 * 1 for each node of which enough may be newer than the first capture, and is not explained. Native memory, such as
 * that of a resizable buffer, grows without being born.
 */
function valuesThatMayHaveGrown(heap: AgedHeap, explained: Float64Array): Uint8Array {
  const { graph, tree, birth, noise, intervals } = heap;
  const { nodeId } = graph.columns;
  const least = (1 - explainedShare) * reportFrom * (intervals - 1);
  const sum = new Float64Array(graph.nodeCount);
  const marks = new Uint8Array(graph.nodeCount);
  for (let i = tree.reachable - 1; i > 0; i--) {
    const v = tree.order[i];
    if (noise[v] === 0 && (birth[v] > 0 || (nodeId[v] & 1) === 0)) sum[v] += graph.selfSize(v);
    if (noise[v] === 0 && sum[v] - explained[v] >= least) marks[v] = 1;
    sum[tree.idom[v]] += sum[v];
  }
  return marks;
}

/** Those candidates that grew in nearly every interval and that nothing inside them explains. */
export function growingSlots(
  heap: AgedHeap,
  { candidates, explained }: { candidates: readonly SlotCandidate[]; explained: Float64Array },
  earlier: readonly EarlierCapture[],
  tables: readonly GrowingTable[],
): GrowingSlot[] {
  if (earlier.length === 0) return [];
  const grown = candidates.flatMap((candidate) => grownOverCaptures(heap, candidate, earlier) ?? []);
  const steps = heap.intervals - 1;
  const rest = (slot: GrowingSlot) => slot.bytesPerInterval - explained[slot.target] / steps;
  return grown
    .filter((slot) => rest(slot) > (1 - explainedShare) * slot.bytesPerInterval)
    .filter(
      (slot) =>
        ![...grown, ...tables].some(
          (other) => isDeeper(heap, other, slot) && other.bytesPerInterval >= deeperShare * rest(slot),
        ),
    )
    .sort((a, b) => b.bytesPerInterval - a.bytesPerInterval);
}

function grownOverCaptures(
  heap: AgedHeap,
  candidate: SlotCandidate,
  earlier: readonly EarlierCapture[],
): GrowingSlot | undefined {
  const contents = earlier.map((capture) => capture.slots.get(slotKey(candidate)));
  if (contents.includes(undefined)) return undefined;
  const all = [...contents.map((content) => content ?? emptySlot), candidate.content];
  const sizes = all.map((content) => content.size);
  const steps = sizes.length - 1;
  let increases = 0;
  for (let k = 1; k < sizes.length; k++) {
    if (sizes[k] < sizes[k - 1] - shrinkTolerance) return undefined;
    if (sizes[k] > sizes[k - 1] + shrinkTolerance) increases++;
  }
  const total = sizes[steps] - sizes[0];
  const target = heap.graph.edgeTarget(candidate.at);
  if (sizes[0] === 0 || total / steps < reportFrom) return undefined;
  if (increases < intervalsNeeded(steps)) return undefined;
  const replaced = new Set(all.map((content) => content.target)).size > 1;
  const everyInterval = increases === steps;
  if (isObject(heap, target) && !(replaced && everyInterval)) return undefined;
  return {
    owner: candidate.node,
    edge: candidate.at,
    target,
    sizes,
    bytesPerInterval: total / steps,
    replaced,
    everyInterval,
  };
}

/**
 * An object that stays the same and holds more is for accumulations to judge, entry by entry. Only one that is made
 * anew each time, larger every time, has no entries of every age.
 */
function isObject(heap: AgedHeap, target: NodeIndex): boolean {
  return heap.graph.type(target) === NodeType.object && !holdsBytes(heap.names.className(target));
}

/** For each node, the young bytes below it that belong to a found accumulation. */
export function explainedBytes(
  heap: AgedHeap,
  tree: GroupTree,
  found: readonly Accumulation[],
): Float64Array {
  const inFound = groupsOf(tree, found);
  const { order, reachable, idom } = heap.tree;
  const sum = new Float64Array(heap.graph.nodeCount);
  for (let i = reachable - 1; i > 0; i--) {
    const v = order[i];
    const group = tree.groupOf[v];
    if (group >= 0 && inFound[group] === 1 && heap.birth[v] > 0 && heap.noise[v] === 0)
      sum[v] += heap.graph.selfSize(v);
    sum[idom[v]] += sum[v];
  }
  return sum;
}

/** 1 for each group that is an accumulation or below one. */
export function groupsOf(tree: GroupTree, found: readonly Accumulation[]): Uint8Array {
  const inFound = new Uint8Array(tree.groups.length);
  for (const { group } of found) inFound[group.index] = 1;
  for (const group of tree.groups)
    if (group.parent >= 0 && inFound[group.parent] === 1) inFound[group.index] = 1;
  return inFound;
}

/** True where one slot's owner lies inside the other's value. */
function isDeeper(heap: AgedHeap, inner: GrowingSlot | GrowingTable, outer: GrowingSlot): boolean {
  return inner !== outer && isInside(heap, inner.owner, outer.target);
}

/** True where `node` lies in the dominated subtree of `top`. Bounded: deeper than this is a chain's inside. */
export function isInside(heap: AgedHeap, node: NodeIndex, top: NodeIndex): boolean {
  let v = node;
  for (let step = 0; step < 5000 && v > 0; step++, v = heap.tree.idom[v]) if (v === top) return true;
  return false;
}
