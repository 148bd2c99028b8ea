import { holderLimits } from '../../judgement/parameters/holders.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { EdgeType, type NodeIndex } from '../parse/snapshot-columns.ts';
import type { EntryHolder } from './entry-holder.ts';

/**
 * Of holders that keep the same things, the one to tell first: among those that reach nearly as many as the best one,
 * those that the program has a name for. A local variable of a function that waits, or a symbol of the runtime, cannot be
 * looked up. Those that differ only by what was in flight are told by name, so that each process of a program and each
 * look at it tells the same one.
 */
export function inOrderOfUse(heap: AgedHeap, holders: readonly EntryHolder[]): EntryHolder[] {
  const best = Math.max(0, ...holders.map(({ share }) => share));
  return holders
    .map((holder) => {
      const { node, share } = holder;
      const name = share >= holderLimits.asGood * best ? nameOf(heap, node) : undefined;
      const isEqual = name !== undefined && share >= holderLimits.equal * best;
      return { holder, rank: isEqual ? 0 : name !== undefined ? 1 : 2, name: isEqual ? name : '' };
    })
    .sort((a, b) => a.rank - b.rank || inAlphabet(a.name, b.name) || b.holder.share - a.holder.share)
    .map(({ holder }) => holder);
}

function inAlphabet(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

/** The first of the names in code by which something holds it. */
function nameOf({ graph, retainers }: AgedHeap, node: NodeIndex): string | undefined {
  let first: string | undefined;
  for (let k = retainers.first[node]; k < retainers.first[node + 1]; k++) {
    const edge = retainers.edge[k];
    const type = graph.edgeType(edge);
    if (type !== EdgeType.property && type !== EdgeType.context) continue;
    const name = String(graph.edgeNameOrIndex(edge));
    if (!name.startsWith('<symbol') && (first === undefined || name < first)) first = name;
  }
  return first;
}
