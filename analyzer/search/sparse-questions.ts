import { isHeldAlone, type ObjectId } from '../growth/earlier-captures.ts';
import { leastPerInterval } from '../growth/groups.ts';
import type { CountedContainer, GrowthQuestions } from '../growth/growth-questions.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { LargeOwners } from './large-owners.ts';
import { LastCaptureOwnership, type RetainedIds } from './last-capture-ownership.ts';
import { mostWalked, type SparseQuestions, type SparseSlot } from './sparse-answers.ts';

/** Each is summed up over all nodes of every capture. */
const mostLarge = 8;
/**
 * Smaller captures are read whole in a fraction of a second, and exactly. What is code and what is data is told by the
 * last capture: some 20 KB change between the two while a program warms up, which tells nothing of a larger heap.
 */
const fewestNodes = 250_000;

/**
 * What to ask if little of an earlier capture is to be read; undefined if it takes all of it. Counted
 * entries prove growth by themselves, so that nobody has to know what the container's owners retained.
 */
export function asSparse(questions: GrowthQuestions): SparseQuestions | undefined {
  const { heap, owners, containers, candidates, tables, found } = questions;
  const ownership = new LastCaptureOwnership(heap);
  const most = mostWalked(heap.graph.nodeCount);
  const weighed = new Map<ObjectId, RetainedIds>();
  const large = new Set<NodeIndex>();
  for (const one of found) {
    if (provesByEntries(heap, containers.get(one))) continue;
    for (const owner of owners.get(one)!) {
      // Below the root is everything.
      const retained = owner === 0 ? undefined : ownership.retainedIdsOf(owner, most);
      if (retained === undefined) large.add(owner);
      else weighed.set(heap.graph.id(owner), retained);
    }
  }
  if (large.size > mostLarge || (large.size > 0 && heap.graph.nodeCount < fewestNodes)) return undefined;
  const slots: SparseSlot[] = [];
  for (const { owner, edge, node, at } of candidates) {
    if (isHeldAlone(heap, node, at)) {
      const retained = ownership.retainedIdsOf(heap.graph.edgeTarget(at), most);
      if (retained === undefined) return undefined;
      slots.push({ owner, edge, retained });
    } else slots.push({ owner, edge });
  }
  // What a table of numbers holds is its own size; of others the entries are counted.
  for (const { owner, edge, isCounted } of tables) if (!isCounted) slots.push({ owner, edge });
  const counted = [...containers.values(), ...tables].map(
    ({ node }) => [heap.graph.id(node), heap.names.className(node)] as const,
  );
  const ofMany = [...questions.ofMany].map(
    (node) => [heap.graph.id(node), heap.names.className(node)] as const,
  );
  return {
    ownership,
    owners: weighed,
    large: large.size === 0 ? undefined : new LargeOwners(heap, [...large], ownership.living),
    containers: new Map(counted),
    ofMany: new Map(ofMany),
    slots,
  };
}

function provesByEntries(heap: AgedHeap, container: CountedContainer | undefined): boolean {
  return container !== undefined && heap.isPersistent(container.node) && leastPerInterval(container.born) > 0;
}
