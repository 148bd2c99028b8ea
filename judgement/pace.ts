import { fleetLimits } from './parameters/fleet.ts';
import { chanceOfHigher } from './ranks.ts';

export type PaceChange = 'faster' | 'slower' | 'unchanged';

export interface PaceProof {
  readonly change: PaceChange;
  /** The middle of the later rates as a multiple of that of the earlier ones. */
  readonly ratio: number;
  /** How often chance alone makes a difference as large as this in this direction, if nothing changed. */
  readonly chance: number;
  /** Whether that is seldom enough, and the difference large enough, to say that something changed. */
  readonly isProven: boolean;
}

/** Whether processes leak faster or slower after a change than before: one rate of each process, compared by their ranks. */
export function comparePace(before: readonly number[], after: readonly number[]): PaceProof | undefined {
  const [was, is] = [middleOf(before), middleOf(after)];
  if (was === undefined || is === undefined || was <= 0) return undefined;
  const ratio = is / was;
  if (ratio === 1) return { change: 'unchanged', ratio, chance: 1, isProven: false };
  const chance = ratio > 1 ? chanceOfHigher(before, after) : chanceOfHigher(after, before);
  const isLarge = Math.max(ratio, 1 / ratio) >= 1 + fleetLimits.leastPace;
  return {
    change: ratio > 1 ? 'faster' : 'slower',
    ratio,
    chance,
    isProven: isLarge && chance <= fleetLimits.chance,
  };
}

function middleOf(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}
