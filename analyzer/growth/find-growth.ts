import type { Interval } from '../../format/coverage.ts';
import type { Work } from '../../judgement/evidence.ts';
import { prove } from '../../judgement/prove.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import type { EarlierAnswers } from './earlier-captures.ts';
import type { GrowthFinding, SlotFinding } from './findings.ts';
import { type GrowingTable, growingTables } from './growing-tables.ts';
import type { GrowthQuestions } from './growth-questions.ts';
import { pileFindings } from './pile-findings.ts';
import { growingSlots, type ProvenSlot } from './replaced-slots.ts';
import { workOf } from './work.ts';

/** Judges what the last capture suspects by what the earlier ones say, oldest first. The fastest growth comes first. */
export function concludeGrowth(
  questions: GrowthQuestions,
  earlier: readonly EarlierAnswers[],
  intervals: readonly Interval[],
): GrowthFinding[] {
  const { heap } = questions;
  const work = workOf(intervals);
  const piles = pileFindings(questions, earlier, work);
  const tables = growingTables(heap, questions.tables, earlier);
  const slots = growingSlots(heap, questions, earlier, tables).map((slot) => slotFinding(heap, slot));
  return [...piles, ...slots, ...tables.map((table) => tableFinding(table, work))].sort(
    (a, b) => b.bytesPerInterval - a.bytesPerInterval,
  );
}

function slotFinding(heap: AgedHeap, { proof, ...slot }: ProvenSlot): SlotFinding {
  return {
    shape: 'slot',
    holder: { node: heap.ownerOf(slot.owner), share: 1 },
    slot,
    bytesPerInterval: slot.bytesPerInterval,
    proof,
  };
}

function tableFinding(table: GrowingTable, work: Work): SlotFinding {
  const { owner, edge, target, entries, evidence, bytesPerEntry, bytesPerInterval } = table;
  const sizes = entries.map((count) => Math.round(count * bytesPerEntry));
  const proof = prove({ ...evidence, work });
  const everyInterval = !proof.reasons.includes('one-step');
  return {
    shape: 'slot',
    holder: { node: owner, share: 1 },
    slot: { owner, edge, target, sizes, bytesPerInterval, replaced: false, everyInterval },
    table,
    bytesPerInterval,
    proof,
  };
}
