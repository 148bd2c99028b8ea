import type { Bytes } from '../../../format/units.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import { dominatedBy, structureOf } from '../../heap-summary/structure.ts';
import type { NodeIndex } from '../../parse/snapshot-columns.ts';

/** An object that holds survivors, or several of one structure that nothing else holds together. */
export interface SurvivingHolder {
  readonly node: NodeIndex;
  /** What the samples below it stand for. */
  readonly bytes: Bytes;
  /** The sampled objects below it. */
  readonly sampled: readonly NodeIndex[];
}

/** What one child has so much of is the child's. */
const passesOn = 0.7;

/**
 * Down the dominator tree along survivors: through roots, scopes and functions into each part that is large enough, and
 * through objects as long as one child has nearly all.
 * @param least what a holder has at least
 */
export function survivingHolders(
  heap: AgedHeap,
  weights: ReadonlyMap<NodeIndex, Bytes>,
  least: Bytes,
): SurvivingHolder[] {
  const below = sumsBelow(heap, weights);
  const isStructure = structureOf(heap);
  const found: NodeIndex[] = [];
  const pending: NodeIndex[] = [0];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const parts = [...dominatedBy(heap, node)].filter((child) => below[child] >= least);
    const together = parts.reduce((sum, part) => sum + below[part], 0);
    const passes = node === 0 || isStructure(node) || parts.length < 4;
    if (parts.length > 0 && passes && together >= passesOn * below[node]) pending.push(...parts);
    else if (node === 0 || isStructure(node)) {
      pending.push(...parts);
      if (below[node] - together >= least) found.push(node);
    } else found.push(node);
  }
  const sampledOf = sampledBelow(heap, weights, found);
  return found
    .map((node) => ({ node, sampled: sampledOf.get(node) ?? [] }))
    .map(({ node, sampled }) => ({ node, sampled, bytes: sum(sampled, weights) }))
    .filter(({ bytes }) => bytes >= least)
    .sort((a, b) => b.bytes - a.bytes);
}

function sum(nodes: readonly NodeIndex[], weights: ReadonlyMap<NodeIndex, Bytes>): Bytes {
  return nodes.reduce((total, node) => total + weights.get(node)!, 0);
}

function sumsBelow({ graph, tree }: AgedHeap, weights: ReadonlyMap<NodeIndex, Bytes>): Float64Array {
  const sums = new Float64Array(graph.nodeCount);
  for (let i = tree.reachable - 1; i >= 0; i--) {
    const node = tree.order[i];
    sums[node] += weights.get(node) ?? 0;
    if (node !== 0) sums[tree.idom[node]] += sums[node];
  }
  return sums;
}

/** Each sampled object belongs to the holder that is nearest above it. */
function sampledBelow(
  { graph, tree }: AgedHeap,
  weights: ReadonlyMap<NodeIndex, Bytes>,
  holders: readonly NodeIndex[],
): Map<NodeIndex, NodeIndex[]> {
  const nearest = new Int32Array(graph.nodeCount).fill(-1);
  for (const holder of holders) nearest[holder] = holder;
  // From the root down: an owner comes before what it dominates.
  for (let i = 1; i < tree.reachable; i++) {
    const node = tree.order[i];
    if (nearest[node] < 0) nearest[node] = nearest[tree.idom[node]];
  }
  const found = new Map<NodeIndex, NodeIndex[]>(holders.map((holder) => [holder, []]));
  for (const node of weights.keys()) found.get(nearest[node])?.push(node);
  return found;
}
