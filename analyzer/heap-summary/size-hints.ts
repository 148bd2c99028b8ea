import type { Inventory } from '../inventory/open-inventory.ts';
import type { FoundHint, HintFinder } from './hints/hint.ts';
import { largeCollections } from './hints/large-collections.ts';
import { longChains } from './hints/long-chains.ts';
import { manyListeners } from './hints/many-listeners.ts';
import { spareRoom } from './hints/spare-room.ts';

/** One file for each kind of size that deserves a look. */
const finders: readonly HintFinder[] = [largeCollections, manyListeners, longChains, spareRoom];

/** Of each kind, as more of them say the same. */
const mostOfAKind = 3;

export function sizeHints(inventory: Inventory): readonly FoundHint[] {
  return finders.flatMap((find) => find(inventory).slice(0, mostOfAKind));
}
