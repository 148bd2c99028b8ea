import { risesOf } from '../../judgement/kinds/levels.ts';
import { slotLimits } from '../../judgement/parameters/slots.ts';
import type { Proof } from '../../judgement/proof.ts';
import { prove } from '../../judgement/prove.ts';
import { holdsBytes } from '../graph/byte-classes.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { type EdgeIndex, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { type EarlierAnswers, emptySlot, slotKey } from './earlier-captures.ts';
import { isInside } from './explained.ts';
import type { GrowingTable } from './growing-tables.ts';
import type { SlotCandidate } from './slot-candidates.ts';

const { explainedShare, deeperShare } = slotLimits;

/** A place in a persistent object whose value is larger in every capture: `text += …`, `Buffer.concat`, a copied array. */
export interface GrowingSlot {
  readonly owner: NodeIndex;
  readonly edge: EdgeIndex;
  readonly target: NodeIndex;
  /** The value's size at each capture. */
  readonly sizes: readonly number[];
  readonly bytesPerInterval: number;
  /** True if the value is a new object each time. */
  readonly replaced: boolean;
  /** False if one interval did not grow. */
  readonly everyInterval: boolean;
}

export interface ProvenSlot extends GrowingSlot {
  readonly proof: Proof;
}

/** Those candidates that grew in nearly every interval and that nothing inside them explains. */
export function growingSlots(
  heap: AgedHeap,
  { candidates, explained }: { candidates: readonly SlotCandidate[]; explained: Float64Array },
  earlier: readonly EarlierAnswers[],
  tables: readonly GrowingTable[],
): ProvenSlot[] {
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
  earlier: readonly EarlierAnswers[],
): ProvenSlot | undefined {
  const contents = earlier.map((capture) => capture.slots.get(slotKey(candidate)));
  if (contents.includes(undefined)) return undefined;
  const all = [...contents.map((content) => content ?? emptySlot), candidate.content];
  const sizes = all.map((content) => content.size);
  const steps = sizes.length - 1;
  const proof = prove({ kind: 'levels', source: 'captures', unit: 'bytes', of: 'value', held: sizes });
  if (proof.verdict === 'refuted') return undefined;
  const target = heap.graph.edgeTarget(candidate.at);
  const replaced = new Set(all.map((content) => content.target)).size > 1;
  const everyInterval = risesOf(sizes, 'value') === steps;
  if (isObject(heap, target) && !(replaced && everyInterval)) return undefined;
  return {
    owner: candidate.node,
    edge: candidate.at,
    target,
    sizes,
    bytesPerInterval: (sizes[steps] - sizes[0]) / steps,
    replaced,
    everyInterval,
    proof,
  };
}

/**
 * An object that stays the same and holds more is for accumulations to judge, entry by entry. Only one that is made
 * anew each time, larger every time, has no entries of every age.
 */
function isObject(heap: AgedHeap, target: NodeIndex): boolean {
  return heap.graph.type(target) === NodeType.object && !holdsBytes(heap.names.className(target));
}

/** True if one slot's owner lies inside the other's value. */
function isDeeper(heap: AgedHeap, inner: GrowingSlot | GrowingTable, outer: GrowingSlot): boolean {
  return inner !== outer && isInside(heap, inner.owner, outer.target);
}
