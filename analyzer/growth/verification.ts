import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { AgedHeap } from './aged-heap.ts';
import type { EarlierCapture, ObjectId } from './earlier-captures.ts';
import type { Holding } from './holders.ts';

/** The share of what was born that the owner itself must have grown by between two captures, and over all. */
const perInterval = 0.3;
const overall = 0.4;
/** An owner that falls by more than this share of its gain goes up and down: where it stands at the end is chance. */
const mostFall = 0.5;
/** More containers than this are not weighed one by one: what owns all of them is. */
const mostContainers = 300;

/**
 * The persistent objects that own an accumulation, outermost only: what they retain must have grown from capture to
 * capture. Survivors of all ages in a container of constant size are a cache that evicts, not a leak.
 */
export function anchorsOf(heap: AgedHeap, holding: Holding): NodeIndex[] {
  const { holders } = holding;
  if (holding.dominators.length > mostContainers && holders.length === 1)
    return [persistentAbove(heap, holders[0].node)];
  const anchors = new Set<NodeIndex>();
  for (const dominator of holding.dominators.slice(0, mostContainers))
    anchors.add(persistentAbove(heap, dominator));
  return [...anchors].filter((anchor) => !hasAncestorIn(heap, anchor, anchors));
}

function persistentAbove(heap: AgedHeap, node: NodeIndex): NodeIndex {
  let v = node;
  while (v > 0 && !heap.isPersistent(v)) v = heap.tree.idom[v];
  return v;
}

function hasAncestorIn(heap: AgedHeap, node: NodeIndex, anchors: ReadonlySet<NodeIndex>): boolean {
  if (node === 0) return false;
  for (let v = heap.tree.idom[node], step = 0; step < 300; step++, v = heap.tree.idom[v]) {
    if (anchors.has(v)) return true;
    if (v === 0) return false;
  }
  return false;
}

/** Data bytes that the anchors retained at each capture, the last one included. */
export function retainedOverTime(
  heap: AgedHeap,
  anchors: readonly NodeIndex[],
  earlier: readonly EarlierCapture[],
): number[] {
  const ids: ObjectId[] = anchors.map((v) => heap.graph.id(v));
  const before = earlier.map((capture) => ids.reduce((sum, id) => sum + (capture.retained.get(id) ?? 0), 0));
  return [...before, anchors.reduce((sum, v) => sum + heap.retainedData[v], 0)];
}

/** One interval of many may show no growth; where there are two or fewer, one of them is chance. */
export function intervalsNeeded(steps: number): number {
  return steps <= 2 ? steps : steps - 1;
}

/**
 * Whether what owns an accumulation grew along with it, from capture to capture.
 *
 * @param born what the last capture says was born in each interval and lives: index 0 is not judged
 * @param held what was there at each capture, in the same unit
 */
export function grewAlong(born: ArrayLike<number>, held: readonly number[]): boolean {
  const steps = held.length - 1;
  const gained = held[steps] - held[0];
  let grown = 0;
  let expected = 0;
  let deepestFall = 0;
  for (let k = 1; k <= steps; k++) {
    const gain = held[k] - held[k - 1];
    expected += born[k];
    if (gain >= perInterval * born[k]) grown++;
    deepestFall = Math.max(deepestFall, -gain);
  }
  return grown >= intervalsNeeded(steps) && gained >= overall * expected && deepestFall <= mostFall * gained;
}

/**
 * The same of a container, whose entries are counted: the interval that gained nothing may not be the last one. What
 * lets go of as much as it takes in at the end is a cache that has filled.
 */
export function entriesGrewAlong(born: readonly number[], entries: readonly number[]): boolean {
  const last = entries.length - 1;
  const isFull = entries[last] - entries[last - 1] < perInterval * born[last];
  return !isFull && grewAlong(born, entries);
}
