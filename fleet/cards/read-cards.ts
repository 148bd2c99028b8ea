import type { Store } from '../../store/store.ts';
import { type Card, type InstanceCard, keys } from './card.ts';
import { parseCard, parseInstanceCard } from './card-text.ts';
import { packCards, type ReadObject } from './packs.ts';

/** What a store says of its fleet. */
export interface FleetCards {
  /** One of each recording. */
  readonly cards: readonly Card[];
  readonly instances: readonly InstanceCard[];
  /** What could not be read, in words: the rest is used without it. */
  readonly unread: readonly string[];
}

/** Enough for a store behind a network, and few enough for open files. */
const atOnce = 64;

/** Reads all cards; many small ones are packed, so that the next reader waits less. */
export async function readCards(store: Store): Promise<FleetCards> {
  const unread: string[] = [];
  const take = <T>(parse: (text: string) => T | string, key: string, text: string): readonly T[] => {
    const value = parse(text);
    if (typeof value !== 'string') return [value];
    unread.push(`${key}: ${value}`);
    return [];
  };
  // Packs last: what is packed meanwhile is found there.
  const loose = await readObjects(store, keys.cards);
  const instances = await readObjects(store, keys.instances);
  const packs = await readObjects(store, keys.packs);
  const cards = [
    ...packs.flatMap(({ key, text }) => linesOf(text).flatMap((line) => take(parseCard, key, line))),
    ...loose.flatMap(({ key, text }) => take(parseCard, key, text)),
  ];
  // Who may only read loses nothing.
  await packCards(store, loose).catch(() => {});
  return {
    cards: latestOfEach(cards),
    instances: instances.flatMap(({ key, text }) => take(parseInstanceCard, key, text)),
    unread,
  };
}

function latestOfEach(cards: readonly Card[]): readonly Card[] {
  const latest = new Map<string, Card>();
  for (const card of cards) {
    const known = latest.get(card.id);
    if (known === undefined || card.judgedAt >= known.judgedAt) latest.set(card.id, card);
  }
  return [...latest.values()];
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** Those that are gone meanwhile are left out. */
async function readObjects(store: Store, prefix: string): Promise<readonly ReadObject[]> {
  const listed = await store.list(prefix);
  const found: (ReadObject | undefined)[] = new Array(listed.length);
  let next = 0;
  const reader = async () => {
    for (let at = next++; at < listed.length; at = next++) {
      const key = listed[at]!;
      const text = (await store.get(key))?.toString('utf8');
      found[at] = text === undefined ? undefined : { key, text };
    }
  };
  await Promise.all(Array.from({ length: atOnce }, reader));
  return found.filter((object) => object !== undefined);
}
