import { holderLimits } from '../../judgement/parameters/holders.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { EdgeType, type NodeIndex } from '../parse/snapshot-columns.ts';
import type { EntryHolder } from './entry-holder.ts';

/**
 * Of holders that keep the same things, the one to tell first: among those that reach nearly as many as the best one,
 * collections that have the entries themselves and that the program has a name for, then other objects that it names, which
 * may be ways to the entries. A local variable of a function that waits, or a symbol of the runtime, cannot be looked up.
 */
export function inOrderOfUse(heap: AgedHeap, holders: readonly EntryHolder[]): EntryHolder[] {
  const best = Math.max(0, ...holders.map(({ share }) => share));
  const useOfEach = new Map(
    holders.map((holder) => [
      holder.node,
      holder.share >= holderLimits.asGood * best ? useOf(heap, holder) : leastUse,
    ]),
  );
  return holders.toSorted((a, b) => useOfEach.get(a.node)! - useOfEach.get(b.node)! || b.share - a.share);
}

const leastUse = 2;

function useOf(heap: AgedHeap, { node, isCollection = false }: EntryHolder): number {
  if (!isNamed(heap, node)) return leastUse;
  return isCollection ? 0 : 1;
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
