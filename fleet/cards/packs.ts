import { createHash } from 'node:crypto';
import type { Store } from '../../store/store.ts';
import { keys } from './card.ts';

/** An object of a store that has been read. */
export interface ReadObject {
  readonly key: string;
  readonly text: string;
}

/** Reading so many small objects takes longer than a person waits. */
const enoughToPack = 200;
const nameLength = 20;

/**
 * Puts the cards of each day that has many into one object, and then removes them. Nothing is lost or told twice by any
 * number of readers that do so at once, or that end in between: a pack is never changed, its name is made of what is in
 * it, and cards are joined by their recordings.
 */
export async function packCards(store: Store, cards: readonly ReadObject[]): Promise<void> {
  for (const [day, some] of byDay(cards)) {
    if (some.length < enoughToPack) continue;
    const text = some.map((card) => `${card.text.trim()}\n`).join('');
    const name = createHash('sha256').update(text).digest('hex').slice(0, nameLength);
    await store.put(keys.pack(day, name), text);
    for (const { key } of some) await store.remove(key);
  }
}

function byDay(cards: readonly ReadObject[]): ReadonlyMap<string, readonly ReadObject[]> {
  const days = new Map<string, ReadObject[]>();
  for (const card of cards) {
    const day = card.key.slice(keys.cards.length).split('/')[0]!;
    const known = days.get(day);
    if (known === undefined) days.set(day, [card]);
    else known.push(card);
  }
  return days;
}
