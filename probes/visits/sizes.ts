import type { LinkedLists } from './linked-lists.ts';
import type { Reading } from './reading.ts';

export type Sizes = ReturnType<typeof makeSizes>;

/** How much is in a place of some kind, and how much is worth a place. */
export function makeSizes(reading: Reading, lists: LinkedLists) {
  const { linkOf, lengthOfList, lengthOfPrototypes, mostLinks, mostInWalk } = lists;
  const { isReadable, isMap, isSet, keysOf, lengthOf, sizeOfMap, sizeOfSet, byteLengthOf } = reading;

  /** Undefined if the value is of another kind. */
  const sizeOf = (kind: string, value: unknown): number | undefined => {
    if (kind === 'string') return typeof value === 'string' ? value.length : undefined;
    if (!isReadable(value)) return undefined;
    if (kind === 'map') return isMap(value) ? sizeOfMap(value) : undefined;
    if (kind === 'set') return isSet(value) ? sizeOfSet(value) : undefined;
    if (kind === 'array') return Array.isArray(value) ? lengthOf(value) : undefined;
    if (kind === 'buffer') return byteLengthOf(value);
    if (kind === 'dictionary') return keysOf(value).length;
    if (kind !== 'linked-list') return undefined;
    const link = linkOf(value);
    if (link !== undefined) return lengthOfList(value, link, mostLinks);
    return lengthOfPrototypes(value, mostLinks) ?? 1;
  };
  /** Other kinds know their size. */
  const isCounted = (kind: string): boolean => kind === 'dictionary' || kind === 'linked-list';

  return { sizeOf, isCounted, mostInWalk, leastBytes: 1_024, leastEntries: 8 };
}
