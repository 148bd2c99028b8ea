import { holderLimits } from '../../judgement/parameters/holders.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { EdgeType, type NodeIndex } from '../parse/snapshot-columns.ts';
import type { EntryHolder } from './entry-holder.ts';

/**
 * Of holders that keep the same things, the one to tell first: among those that reach nearly as many as the best one,
 * those that the program has a name for. A local variable of a function that waits, or a symbol of the runtime, cannot be
 * looked up.
 */
export function inOrderOfUse(heap: AgedHeap, holders: readonly EntryHolder[]): EntryHolder[] {
  const best = Math.max(0, ...holders.map(({ share }) => share));
  const rankOf = new Map(
    holders.map(({ node, share }) => [
      node,
      share >= holderLimits.asGood * best && isNamed(heap, node) ? 0 : 1,
    ]),
  );
  return holders.toSorted((a, b) => rankOf.get(a.node)! - rankOf.get(b.node)! || b.share - a.share);
}

/** Whether something holds it by a name that stands in code. */
function isNamed({ graph, retainers }: AgedHeap, node: NodeIndex): boolean {
  for (let k = retainers.first[node]; k < retainers.first[node + 1]; k++) {
    const edge = retainers.edge[k];
    const type = graph.edgeType(edge);
    const isName = type === EdgeType.property || type === EdgeType.context;
    if (isName && !String(graph.edgeNameOrIndex(edge)).startsWith('<symbol')) return true;
  }
  return false;
}
