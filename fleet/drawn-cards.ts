import type { Origin } from '../format/origin.ts';
import { type Card, type CardLeak, cardSchemaVersion, type InstanceCard } from './cards/card.ts';

/** Cards of a fleet, drawn for tests. */

export const hour = 3_600_000;
export const day = 24 * hour;
export const start = Date.UTC(2026, 10, 1);

export function originOf(version: string, pod: string, service = 'chat'): Origin {
  return { 'service.name': service, 'service.version': version, 'k8s.pod.name': pod };
}

export function drawnLeak(change: Partial<CardLeak> = {}): CardLeak {
  return {
    fingerprint: '7f3a91c2',
    title: 'Map `sessions` gains 2,000 entries per interval and never loses any',
    kind: 'map',
    confirmed: true,
    confidence: 0.95,
    holder: 'sessions',
    place: 'src/agent.mjs:16',
    bytesPerHour: 78 * 2 ** 20,
    objectsPerOperation: 1,
    ...change,
  };
}

let drawn = 0;

/** A report of growth if it has leaks that are proven, of none if it has no leaks. */
export function drawnCard(origin: Origin, leaks: readonly CardLeak[], change: Partial<Card> = {}): Card {
  drawn += 1;
  const confirmed = leaks.some((leak) => leak.confirmed);
  return {
    schemaVersion: cardSchemaVersion,
    id: `card${drawn}`,
    at: start,
    judgedAt: start,
    origin,
    pid: 17,
    outcome: confirmed ? 'growth' : leaks.length > 0 ? 'possible' : 'none',
    problem: confirmed ? 'retained-objects' : 'none',
    sentence: leaks[0]?.title ?? 'no growth',
    confidence: 0.9,
    leaks,
    ...change,
  };
}

export function drawnInstance(origin: Origin, change: Partial<InstanceCard> = {}): InstanceCard {
  return {
    schemaVersion: cardSchemaVersion,
    origin,
    pid: 17,
    runtime: 'node v20.20.2',
    since: start,
    at: start + 2 * hour,
    grows: false,
    ...change,
  };
}
