import { comparePresence } from '../../judgement/presence.ts';
import type { Card, CardLeak } from '../cards/card.ts';
import type { FleetCards } from '../cards/read-cards.ts';
import {
  type Fleet,
  type FleetLeak,
  type FleetService,
  type FleetVersion,
  fleetSchemaVersion,
} from './fleet.ts';
import { grouped } from './grouped.ts';
import {
  firstSeen,
  type Instance,
  instancesOf,
  isLeaking,
  lastSeen,
  provenLeak,
  wasLookedAt,
} from './instances.ts';
import { leakInVersion, paceOf } from './leak-in-version.ts';
import { nextLook } from './next-look.ts';
import { setApart } from './set-apart.ts';

/** Processes of one version of a service. */
interface Generation {
  readonly version: string | undefined;
  readonly instances: readonly Instance[];
  readonly firstSeen: number;
  readonly lastSeen: number;
}

/** Joins what many reports say: by service, by version, and by the fingerprint of each leak. */
export function joinCards(all: FleetCards): Fleet {
  const services = [...grouped(instancesOf(all), ({ service }) => service)].map(([name, instances]) =>
    joinService(name, instances),
  );
  return {
    schemaVersion: fleetSchemaVersion,
    reports: all.cards.length,
    services: services.toSorted((a, b) => ratePerHour(b) - ratePerHour(a) || a.name.localeCompare(b.name)),
    unread: all.unread,
  };
}

function joinService(name: string, instances: readonly Instance[]): FleetService {
  const generations = generationsOf(instances);
  const last = generations.at(-1)!;
  const leaks = leaksIn(instances, generations);
  const next = nextLook(last.instances);
  return {
    name,
    reports: instances.reduce((sum, { cards }) => sum + cards.length, 0),
    versions: generations.map(versionOf),
    leaks: leaks.toSorted((a, b) => lastAffected(b) - lastAffected(a) || leakRate(b) - leakRate(a)),
    ...(next === undefined ? {} : { next }),
  };
}

/** In the order in which they were first seen: names of versions sort as their makers like. */
function generationsOf(instances: readonly Instance[]): readonly Generation[] {
  return [...grouped(instances, ({ version }) => version)]
    .map(([version, some]) => ({
      version,
      instances: some,
      firstSeen: Math.min(...some.map(firstSeen)),
      lastSeen: Math.max(...some.map(lastSeen)),
    }))
    .toSorted((a, b) => a.firstSeen - b.firstSeen);
}

function versionOf({ version, instances, firstSeen, lastSeen }: Generation): FleetVersion {
  return {
    ...(version === undefined ? {} : { name: version }),
    firstSeen,
    lastSeen,
    seen: instances.length,
    looked: instances.filter(wasLookedAt).length,
    affected: instances.filter(isLeaking).length,
  };
}

function leaksIn(instances: readonly Instance[], generations: readonly Generation[]): readonly FleetLeak[] {
  const seen = instances.flatMap(({ cards }) =>
    cards.flatMap((card) => card.leaks.filter(({ confirmed }) => confirmed).map((leak) => ({ card, leak }))),
  );
  return [...grouped(seen, ({ leak }) => leak.fingerprint)].map(([fingerprint, sightings]) =>
    joinLeak(fingerprint, sightings, generations),
  );
}

interface Sighting {
  readonly card: Card;
  readonly leak: CardLeak;
}

function joinLeak(
  fingerprint: string,
  sightings: readonly Sighting[],
  generations: readonly Generation[],
): FleetLeak {
  const versions = generations.map(({ version, instances }) =>
    leakInVersion(instances, fingerprint, version),
  );
  const [before, after] = [versions.at(-2), versions.at(-1)!];
  const times = sightings.map(({ card }) => card.at);
  const latest = sightings.reduce((one, other) => (other.card.at >= one.card.at ? other : one));
  const surest = sightings.reduce((one, other) =>
    other.leak.confidence > one.leak.confidence ? other : one,
  );
  const { title, kind, holder, place } = latest.leak;
  const [earlier, last] = [generations.at(-2), generations.at(-1)!];
  const pace = earlier && paceOf(earlier.instances, last.instances, fingerprint);
  const apart = setApart(last.instances, fingerprint);
  return {
    fingerprint,
    title,
    kind,
    holder,
    ...(place === undefined ? {} : { place }),
    firstSeen: Math.min(...times),
    lastSeen: Math.max(...times),
    versions,
    ...(before === undefined ? {} : { change: comparePresence(before, after) }),
    ...(pace === undefined ? {} : { pace }),
    ...(apart === undefined ? {} : { setApart: apart }),
    instances: fastestFirst(last.instances, fingerprint),
    report: surest.card.id,
  };
}

function fastestFirst(instances: readonly Instance[], fingerprint: string): readonly string[] {
  return instances
    .flatMap((instance) => {
      const leak = provenLeak(instance, fingerprint);
      return leak === undefined ? [] : [{ name: instance.name, rate: leak.bytesPerHour ?? 0 }];
    })
    .toSorted((a, b) => b.rate - a.rate)
    .map(({ name }) => name);
}

function lastAffected({ versions }: FleetLeak): number {
  return versions.at(-1)!.affected > 0 ? 1 : 0;
}

function leakRate({ versions }: FleetLeak): number {
  const rated = versions.findLast(({ bytesPerHour }) => bytesPerHour !== undefined);
  return rated === undefined ? 0 : rated.bytesPerHour!.middle * rated.affected;
}

function ratePerHour({ leaks }: FleetService): number {
  return leaks.filter(lastAffected).reduce((sum, leak) => sum + leakRate(leak), 0);
}
