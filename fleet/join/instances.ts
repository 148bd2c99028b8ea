import { instanceOf, serviceOf, versionOf } from '../../format/origin.ts';
import type { EpochMillis } from '../../format/units.ts';
import { fleetLimits } from '../../judgement/parameters/fleet.ts';
import type { Card, CardLeak, InstanceCard } from '../cards/card.ts';
import type { FleetCards } from '../cards/read-cards.ts';

/** One process of one version of a service: all that its reports and its watch say. */
export interface Instance {
  readonly service: string;
  readonly version: string | undefined;
  readonly name: string;
  /** In the order of their time. */
  readonly cards: readonly Card[];
  /** Its processes under `watch`, one after the other or at once. */
  readonly watched: readonly InstanceCard[];
}

interface Gathered {
  readonly of: Pick<Instance, 'service' | 'version' | 'name'>;
  readonly cards: Card[];
  readonly watched: InstanceCard[];
}

/** Reports of programs that nobody gave a name. */
export const unnamedService = '(no service.name)';

export function instancesOf({
  cards,
  instances,
}: Pick<FleetCards, 'cards' | 'instances'>): readonly Instance[] {
  const found = new Map<string, Gathered>();
  const slot = ({ origin, pid }: Pick<Card, 'origin' | 'pid'>) => {
    const service = serviceOf(origin) ?? unnamedService;
    const version = versionOf(origin);
    const name = instanceOf(origin) ?? `pid ${pid ?? 'unknown'}`;
    const key = JSON.stringify([service, version, name]);
    const known = found.get(key) ?? { of: { service, version, name }, cards: [], watched: [] };
    found.set(key, known);
    return known;
  };
  for (const card of cards) slot(card).cards.push(card);
  for (const instance of instances) slot(instance).watched.push(instance);
  return [...found.values()].map(({ of, cards, watched }) => ({
    ...of,
    cards: cards.toSorted((a, b) => a.at - b.at),
    watched: watched.toSorted((a, b) => a.at - b.at),
  }));
}

export function firstSeen({ cards, watched }: Instance): EpochMillis {
  return Math.min(...cards.map(({ at }) => at), ...watched.map(({ since }) => since));
}

export function lastSeen({ cards, watched }: Instance): EpochMillis {
  return Math.max(...cards.map(({ at }) => at), ...watched.map(({ at }) => at));
}

/** The leak as the last report has it that proves it. */
export function provenLeak({ cards }: Instance, fingerprint: string): CardLeak | undefined {
  const leaks = cards.flatMap((card) => card.leaks);
  return leaks.findLast((leak) => leak.fingerprint === fingerprint && leak.confirmed);
}

export function isLeaking({ cards }: Instance): boolean {
  return cards.some(({ outcome }) => outcome === 'growth');
}

/**
 * Whether it can be said that it does not leak: a report judged it, or it was watched for long and did not grow. What
 * a report holds for possible is neither said nor denied.
 */
export function isHealthy(instance: Instance): boolean {
  const { cards, watched } = instance;
  if (isLeaking(instance) || cards.some(({ outcome }) => outcome === 'possible')) return false;
  if (watched.some(({ grows }) => grows)) return false;
  return cards.some(({ outcome }) => outcome === 'none') || watched.some(isWatchedForLong);
}

/** Whether a process has one leak can be said if it leaks in any way, or in none. */
export function wasLookedAt(instance: Instance): boolean {
  return isLeaking(instance) || isHealthy(instance);
}

function isWatchedForLong({ since, at }: InstanceCard): boolean {
  return at - since >= fleetLimits.leastWatched;
}
