import { fixLimits } from './parameters/fixes.ts';

const { goneShare, sureness } = fixLimits;

/** What stayed of the work that was done: of operations, of intervals of equal work, or of hours. */
export interface Kept {
  readonly entries: number;
  readonly work: number;
}

/** Entries that stay of one piece of work, with the interval in which the true number lies in 90 of 100 recordings. */
export interface KeptRate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * `gone`: next to nothing can still stay. `less`: surely less than before. `remains`: as before, or found again.
 * `unproven`: too little work was done to tell.
 */
export type FixState = 'gone' | 'less' | 'remains' | 'unproven';

export interface FixProof {
  readonly state: FixState;
  readonly before: KeptRate;
  readonly after: KeptRate;
  /** How much work would be enough if nothing stays; given if it was too little. */
  readonly enough?: number;
}

export interface FixCounts {
  readonly before: Kept;
  readonly after: Kept;
  /** The work is operations: what one of them leaves comes together, and chance is in the number of operations. */
  readonly byOperation: boolean;
}

/**
 * Whether a growth is gone after a change.
 * @param foundAgain the recording afterwards proves the same growth
 */
export function proveFix(kept: FixCounts, foundAgain: boolean): FixProof {
  const together = kept.byOperation ? perOperation(kept.before) : 1;
  const before = rateOf(kept.before, together);
  const after = rateOf(kept.after, together);
  const rates = { before, after };
  if (foundAgain || after.value >= before.value)
    return { state: after.high < before.low ? 'less' : 'remains', ...rates };
  if (after.high <= goneShare * before.value) return { state: 'gone', ...rates };
  const isSlower = after.value > goneShare * before.value && after.high < before.low;
  if (isSlower) return { state: 'less', ...rates };
  const enough = (together * upperEnd(0)) / (goneShare * before.value);
  return { state: 'unproven', ...rates, ...(enough > kept.after.work ? { enough } : {}) };
}

/**
 * What stays of one piece of work in one recording, by itself.
 * @param byOperation as in `FixCounts`
 */
export function keptRate(kept: Kept, byOperation: boolean): KeptRate {
  return rateOf(kept, byOperation ? perOperation(kept) : 1);
}

function perOperation({ entries, work }: Kept): number {
  return Math.max(1, entries / work);
}

function rateOf({ entries, work }: Kept, together: number): KeptRate {
  const events = entries / together;
  const perWork = (count: number) => (count * together) / work;
  return { value: entries / work, low: perWork(lowerEnd(events)), high: perWork(upperEnd(events)) };
}

/** Of a count of rare events (Poisson): Wilson and Hilferty's form, within 1 % of the exact end. */
function upperEnd(events: number): number {
  const next = events + 1;
  return next * (1 - 1 / (9 * next) + sureness / (3 * Math.sqrt(next))) ** 3;
}

function lowerEnd(events: number): number {
  if (events < 1) return 0;
  return events * Math.max(0, 1 - 1 / (9 * events) - sureness / (3 * Math.sqrt(events))) ** 3;
}
