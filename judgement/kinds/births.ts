import type { BirthEvidence, Work } from '../evidence.ts';
import { type BirthDemand, birthDemands, fewestSamples } from '../parameters/births.ts';
import { intervalsNeeded } from '../parameters/intervals.ts';
import { type Proof, possible, type Reason, refuted, together } from '../proof.ts';
import { checkSlowing, enoughIntervals } from './checks.ts';

/** Survivors by birth: they grow if what holds them grew along. */
export function proveBirths(evidence: BirthEvidence): Proof {
  const { born, held, check, released = 0, counts = { gains: [] }, samples = [], limit, work } = evidence;
  const intervals = born.length - 1;
  if (limit !== undefined && (held?.at(-1) ?? 0) <= limit) return refuted('limited');
  if (held === undefined) return together([possible('nothing-to-check'), checkSlowing(counts, work)]);
  const demand = birthDemands[check];
  const reasons = [
    ...whatSamplesSay(samples),
    ...whatBirthsSay(born, demand, work),
    ...whatHeldSays(born, held, demand),
    ...whatReleasedSays(born, released, demand),
  ];
  // One interval neither proves nor refutes, and what others move cannot refute.
  const against = demand.isOwn && intervals > 1 ? refuted : possible;
  return together([
    enoughIntervals(intervals),
    reasons.length === 0 ? undefined : against(...reasons),
    checkSlowing(counts, work),
  ]);
}

function whatSamplesSay(samples: readonly number[]): Reason[] {
  return samples.slice(1).some((number) => number < fewestSamples) ? ['too-little'] : [];
}

/** Uneven births are no growth in every interval, unless the work in the intervals was as uneven. */
function whatBirthsSay(
  born: readonly number[],
  { birthShare, mayMissOne }: BirthDemand,
  work: Work = [],
): Reason[] {
  const amounts = born.slice(1);
  const needed = mayMissOne ? intervalsNeeded(amounts.length) : amounts.length;
  const isUneven = (rates: readonly number[]) => {
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    return rates.filter((rate) => rate >= birthShare * mean).length < needed;
  };
  const rates = work.map((done) => amounts.map((amount, k) => amount / done[k]));
  return [amounts, ...rates].every(isUneven) ? ['not-every-interval'] : [];
}

function whatHeldSays(born: readonly number[], held: readonly number[], demand: BirthDemand): Reason[] {
  const intervals = held.length - 1;
  const gained = held[intervals] - held[0];
  let grown = 0;
  let expected = 0;
  let deepestFall = 0;
  for (let k = 1; k <= intervals; k++) {
    const gain = held[k] - held[k - 1];
    expected += born[k];
    if (demand.perInterval === 0 ? gain > 0 : gain >= demand.perInterval * born[k]) grown++;
    deepestFall = Math.max(deepestFall, -gain);
  }
  const needed = demand.mayMissOne ? intervalsNeeded(intervals) : intervals;
  const last = held[intervals] - held[intervals - 1];
  const reasons: Reason[] = [];
  if (!demand.mayMissLast && last < demand.perInterval * born[intervals]) reasons.push('full');
  if (grown < needed) reasons.push('not-every-interval');
  if (!(gained >= demand.overall * expected)) reasons.push('held-no-more');
  if (!(deepestFall <= demand.mostFall * gained)) reasons.push('falls');
  return reasons;
}

function whatReleasedSays(
  born: readonly number[],
  released: number,
  { mostReleased }: BirthDemand,
): Reason[] {
  const all = born.slice(1).reduce((sum, count) => sum + count, 0);
  return released <= mostReleased * all ? [] : ['replaces'];
}
