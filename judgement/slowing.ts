import type { Work } from './evidence.ts';
import { slowing } from './parameters/slowing.ts';

/**
 * Whether what is born gets less from interval to interval, by more than chance. A cache that fills and code that warms
 * up do that; a leak does it only if there is ever less work.
 *
 * @param born numbers, not bytes, one per interval
 * @param work what may have made the intervals unequal: by each of these as well, what is born has to get less
 */
export function isSlowing(born: readonly number[], work: Work = []): boolean {
  if (born.length < 2 || born[0] === 0) return false;
  const [first, last] = [born[0], born[born.length - 1]];
  const rates = work.map((amounts) => born.map((count, k) => count / amounts[k]));
  return first - last >= slowing.beyondChance * Math.sqrt(first + last) && [born, ...rates].every(getsLess);
}

function getsLess(rates: readonly number[]): boolean {
  const isLess = (rate: number, k: number) => rate <= slowing.maxStepRatio * rates[k];
  return rates.slice(1).every(isLess) && rates[rates.length - 1] <= slowing.maxTotalRatio * rates[0];
}

/**
 * Whether hardly anything is still to come: each interval goes on to bring less than the one before, by the worst share
 * that was seen. It takes a pace to say so. A program that has less to do at once, or that the recording slows
 * down, gains suddenly less, and its container is not full for that.
 *
 * @param held how many there are
 */
export function isNearlyFull(gains: readonly number[], held: number): boolean {
  const shares = gains.slice(1).map((gain, k) => gain / gains[k]);
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  if (gains.length < slowing.intervalsOfPace || least < slowing.steadyPace * most) return false;
  return (gains[gains.length - 1] * most) / (1 - most) <= slowing.nearlyFull * held;
}
