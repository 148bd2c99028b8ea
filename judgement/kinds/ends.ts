import type { EndsEvidence } from '../evidence.ts';
import { endLimits } from '../parameters/ends.ts';
import { type Proof, possible, proven } from '../proof.ts';

/**
 * Growth inside one of many: if others like it have ended and were freed, it may be the state of one that is still open.
 * What grows with those that end is left of them, wherever it is.
 */
export function proveEnds({ ended, freed, gains, expected }: EndsEvidence): Proof {
  if (gainedPerEnd(gains, expected) !== undefined) return proven;
  const needed = expected === undefined ? endLimits.fewestEnded : endLimits.fewestIfExpected;
  return ended >= needed && freed >= endLimits.freedShare * ended ? possible('owner-open') : proven;
}

/** How many stay of each that ended, if in every interval it is the same small whole number. */
export function gainedPerEnd(gains: readonly number[], expected: number | undefined): number | undefined {
  if (expected === undefined || gains.length === 0) return undefined;
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const whole = Math.round(mean / expected);
  if (whole < 1 || whole > endLimits.mostPerEnd) return undefined;
  const most = endLimits.perEndWithin * expected;
  return gains.every((gain) => Math.abs(gain - whole * expected) <= most) ? whole : undefined;
}
