import type { Classes } from './classes.ts';
import type { Reading } from './reading.ts';
import type { Way } from './walked.ts';

export type LinkedLists = ReturnType<typeof makeLinkedLists>;

/** Objects that lead to one another by a property such as `next`, or each by its prototype. */
export function makeLinkedLists({ isReadable, read, prototypeOf }: Reading, { classOf }: Classes) {
  /** Counted while the program runs: they take 20 ms. */
  const mostLinks = 100_000;
  /** Counted while it stands: they take 2 ms. */
  const mostInWalk = 10_000;
  /** Classes derive from fewer: what has more prototypes was made from the one before it. */
  const leastPrototypes = 16;
  const ofFew = new WeakSet<object>();
  const links = new Set<PropertyKey>(['next', '_next', 'nextNode', '_idleNext']);
  const backLinks = new Set<PropertyKey>(['prev', '_prev', 'previous', '_idlePrev']);

  const isNext = (key: PropertyKey): boolean => links.has(key);
  const isLink = (key: PropertyKey): boolean => links.has(key) || backLinks.has(key);
  const linkOf = (value: object): PropertyKey | undefined => {
    for (const link of links) if (isReadable(read(value, link))) return link;
    return undefined;
  };
  const lengthOfList = (start: object, link: PropertyKey, most: number): number => {
    let length = 0;
    let at: unknown = start;
    do {
      length += 1;
      at = read(at as object, link);
    } while (isReadable(at) && at !== start && length < most);
    return length;
  };
  /** How many objects lead from this one by their prototypes; undefined if they are those of its class alone. */
  const lengthOfPrototypes = (start: object, most: number): number | undefined => {
    const prototype = prototypeOf(start);
    if (prototype === null || ofFew.has(prototype)) return undefined;
    let length = 1;
    for (let at: object | null = prototype; at !== null && length < most; at = prototypeOf(at)) length += 1;
    if (length >= leastPrototypes) return length;
    ofFew.add(prototype);
    return undefined;
  };
  /** The others are part of the list that begins with it; a ring begins where its class changes. */
  const isFirst = ({ edge }: Way, value: object): boolean => {
    const link = linkOf(value);
    for (const back of backLinks) {
      const before = read(value, back);
      if (!isReadable(before)) continue;
      const next = link === undefined ? undefined : read(value, link);
      if (classOf(before) === classOf(value) || classOf(next) === classOf(value)) return false;
    }
    return !links.has(edge.slice(1)) || link === '_idleNext';
  };

  return {
    ...{ isNext, isLink, linkOf, lengthOfList, lengthOfPrototypes, isFirst },
    ...{ mostLinks, mostInWalk },
  };
}
