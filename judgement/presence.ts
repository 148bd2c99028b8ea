import { fleetLimits } from './parameters/fleet.ts';

/** Of the processes that were looked at, how many have something. */
export interface Presence {
  readonly affected: number;
  readonly looked: number;
}

export type PresenceChange = 'new' | 'gone' | 'more' | 'fewer' | 'unchanged';

export interface PresenceProof {
  readonly change: PresenceChange;
  /** How often chance alone makes a difference as large as this in this direction, if nothing changed. */
  readonly chance: number;
  /** Whether that is seldom enough to say that something changed. */
  readonly isProven: boolean;
}

/**
 * Whether more or fewer processes have something after a change than before: Fisher's exact test, one-sided, which holds
 * for any number of processes (R. A. Fisher, The Design of Experiments, 1935).
 */
export function comparePresence(before: Presence, after: Presence): PresenceProof {
  const [was, is] = [shareOf(before), shareOf(after)];
  if (was === is || before.looked === 0 || after.looked === 0)
    return { change: 'unchanged', chance: 1, isProven: false };
  const chance = is > was ? chanceOfAtLeast(after, before) : chanceOfAtLeast(before, after);
  return { change: changeOf(before, after, is > was), chance, isProven: chance <= fleetLimits.chance };
}

function shareOf({ affected, looked }: Presence): number {
  return looked === 0 ? 0 : affected / looked;
}

function changeOf(before: Presence, after: Presence, isMore: boolean): PresenceChange {
  if (isMore) return before.affected === 0 ? 'new' : 'more';
  return after.affected === 0 ? 'gone' : 'fewer';
}

/** That of all affected ones as many or more fall among `one`, if it makes no difference where they are. */
function chanceOfAtLeast(one: Presence, other: Presence): number {
  const affected = one.affected + other.affected;
  const all = logChoices(one.looked + other.looked, affected);
  let chance = 0;
  for (let here = one.affected; here <= Math.min(one.looked, affected); here += 1) {
    if (affected - here > other.looked) continue;
    chance += Math.exp(logChoices(one.looked, here) + logChoices(other.looked, affected - here) - all);
  }
  return Math.min(1, chance);
}

/** The logarithm of how many ways there are to choose some of a number of things. */
function logChoices(things: number, chosen: number): number {
  let sum = 0;
  for (let at = 1; at <= chosen; at += 1) sum += Math.log(things - chosen + at) - Math.log(at);
  return sum;
}
