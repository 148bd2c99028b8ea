import type { LevelEvidence, Work } from '../evidence.ts';
import { intervalsNeeded } from '../parameters/intervals.ts';
import {
  evenIntervals,
  evenShare,
  type LevelDemand,
  leastKept,
  levelDemands,
  longestStay,
  mostOverdue,
} from '../parameters/levels.ts';
import { type Proof, possible, proven, type Reason, refuted, together } from '../proof.ts';
import { checkSlowing, enoughIntervals } from './checks.ts';

/** One place, measured at each moment: it grows if it rises in nearly every interval and hardly ever falls. */
export function proveLevels(evidence: LevelEvidence): Proof {
  const { of, held, newest = 0, leastStep = 0, work } = evidence;
  const demand = { ...levelDemands[of], leastStep: Math.max(leastStep, levelDemands[of].leastStep) };
  const gains = gainsOf(held);
  const reasons = whatGainsSay(held[0], gains, demand, demand.isUneven ? work : undefined);
  if (reasons.length > 0) return refuted(...reasons);
  if (isTurnover(held, gains, newest)) return refuted('turnover');
  return together([
    oneInterval(gains),
    demand.growsInSteps && risesOf(held, of) === 1 ? possible('one-step') : proven,
    demand.isCount ? checkSlowing({ gains: [gains], held: held[held.length - 1] }, work) : undefined,
    checkEnd(evidence),
  ]);
}

/** What stands beside it, and what its entries say of themselves, may end it: nobody has seen that it does not. */
function checkEnd({ held, limit, leavesIn }: LevelEvidence): Proof | undefined {
  const reasons: Reason[] = [];
  if (limit !== undefined && held[held.length - 1] <= limit) reasons.push('below-limit');
  if (leavesIn !== undefined && leavesIn > -mostOverdue && leavesIn <= longestStay)
    reasons.push('before-expiry');
  return reasons.length === 0 ? undefined : possible(...reasons);
}

/**
 * Whether a table lets go of all that it holds, and holds more at the end by chance: requests in flight, and weak
 * references that finalizers have yet to remove. Entries that are made anew in their place look the same, but a number
 * that rises evenly is no chance.
 */
function isTurnover(held: readonly number[], gains: readonly number[], newest: number): boolean {
  const [before, now] = held.slice(-2);
  if (newest === 0 || now - newest >= leastKept * before) return false;
  return gains.length < evenIntervals || Math.min(...gains) < evenShare * Math.max(...gains);
}

/** In how many intervals a place gained at least a step. */
export function risesOf(held: readonly number[], of: LevelEvidence['of']): number {
  const gains = gainsOf(held);
  return gains.filter(isStep(levelDemands[of], meanOf(gains))).length;
}

/** Of a single interval its own size is the only witness. */
function oneInterval(gains: readonly number[]): Proof | undefined {
  const short = enoughIntervals(gains.length);
  return short && together([short, possible('nothing-to-check')]);
}

function whatGainsSay(
  first: number,
  gains: readonly number[],
  demand: LevelDemand,
  work: Work = [],
): Reason[] {
  const gained = sumOf(gains);
  const mean = meanOf(gains);
  const mostFall = demand.mostFall + demand.fallShare * gained;
  const needed = demand.mayMissOne ? intervalsNeeded(gains.length) : gains.length;
  const rises = gains.filter(isStep(demand, mean, work)).length;
  const reasons: Reason[] = [];
  if (gains.some((gain) => -gain > mostFall)) reasons.push('falls');
  if (gained <= 0 || mean < demand.leastMean || gained < demand.shareOfFirst * first)
    reasons.push('too-little');
  if (demand.mustHaveBeenThere && first === 0) reasons.push('not-there-at-first');
  const stands = demand.mustRise && gains.some((gain) => gain <= 0);
  if (stands || (!demand.growsInSteps && rises < needed)) reasons.push('not-every-interval');
  return reasons;
}

/** @param work if an interval in which less was done, or which was shorter, has to bring less */
function isStep({ leastStep, stepShare }: LevelDemand, mean: number, work: Work = []) {
  return (gain: number, k: number): boolean => {
    const parts = work.map((amounts) => amounts[k] / meanOf(amounts));
    return gain > 0 && gain >= leastStep + stepShare * mean * Math.min(1, ...parts);
  };
}

function meanOf(gains: readonly number[]): number {
  return sumOf(gains) / Math.max(1, gains.length);
}

function sumOf(gains: readonly number[]): number {
  return gains.reduce((sum, gain) => sum + gain, 0);
}

function gainsOf(held: readonly number[]): number[] {
  return held.slice(1).map((value, k) => value - held[k]);
}
