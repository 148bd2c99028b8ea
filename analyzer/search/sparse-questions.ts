import { isHeldAlone, type ObjectId } from '../growth/earlier-captures.ts';
import { leastPerInterval } from '../growth/groups.ts';
import type { CountedContainer, GrowthQuestions } from '../growth/growth-questions.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { LastCaptureOwnership, type RetainedIds } from './last-capture-ownership.ts';
import { mostWalked, type SparseQuestions, type SparseSlot } from './sparse-answers.ts';

/**
 * What to ask if little of an earlier capture is to be read; undefined if it takes all of it. Counted
 * entries prove growth by themselves, so that nobody has to know what the container's owners retained.
 */
export function asSparse(questions: GrowthQuestions): SparseQuestions | undefined {
  const { heap, owners, containers, candidates, tables, found } = questions;
  const ownership = new LastCaptureOwnership(heap);
  const most = mostWalked(heap.graph.nodeCount);
  const weighed = new Map<ObjectId, RetainedIds>();
  for (const one of found) {
    if (provesByEntries(heap, containers.get(one))) continue;
    for (const owner of owners.get(one)!) {
      // Below the root is everything.
      if (owner === 0) return undefined;
      const retained = ownership.retainedIdsOf(owner, most);
      if (retained === undefined) return undefined;
      weighed.set(heap.graph.id(owner), retained);
    }
  }
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
  return { ownership, owners: weighed, containers: new Map(counted), ofMany: new Map(ofMany), slots };
}

function provesByEntries(heap: AgedHeap, container: CountedContainer | undefined): boolean {
  return container !== undefined && heap.isPersistent(container.node) && leastPerInterval(container.born) > 0;
}
