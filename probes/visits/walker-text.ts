import { makeClasses } from './classes.ts';
import { makeClosedThings } from './closed-things.ts';
import { makeRegistry } from './counted-registry.ts';
import { makeEntryTimes } from './entry-times.ts';
import { makeFrontier } from './frontier.ts';
import { makeLimitsBeside } from './limits-beside.ts';
import { makeLinkedLists } from './linked-lists.ts';
import { makeLook } from './look.ts';
import { makeNewestEntries } from './newest-entries.ts';
import { makePlaces } from './places.ts';
import { makeReading, type NativeTypes, type Realm } from './reading.ts';
import { makeRoots } from './roots.ts';
import { makeSizes } from './sizes.ts';
import type { WalkLimits } from './walked.ts';
import { makeWalker, type Walker } from './walker.ts';
import { makeWays } from './ways.ts';

/** Each is handed over as text, so it uses nothing but what is written in it and what it is given. */
const parts = {
  ...{ makeReading, makeClasses, makeLinkedLists, makeSizes, makeWays, makePlaces },
  ...{ makeFrontier, makeClosedThings, makeLook, makeRoots, makeNewestEntries, makeRegistry, makeWalker },
  ...{ makeLimitsBeside, makeEntryTimes },
};

function joinWalker(make: typeof parts, types: NativeTypes, realm: Realm, limits: WalkLimits): Walker {
  const reading = make.makeReading(types, realm);
  const classes = make.makeClasses(reading);
  const lists = make.makeLinkedLists(reading, classes);
  const sizes = make.makeSizes(reading, lists);
  const ways = make.makeWays(classes);
  const places = make.makePlaces(reading, sizes, ways, limits);
  const frontier = make.makeFrontier(reading, ways, sizes, places, limits);
  const closed = make.makeClosedThings(ways, limits);
  const look = make.makeLook(reading, classes, lists, sizes, places, frontier, closed);
  const beside = make.makeLimitsBeside(reading);
  const roots = make.makeRoots(reading, classes, sizes, ways, places, frontier, closed, beside);
  const newest = make.makeNewestEntries(
    reading,
    classes,
    lists,
    places,
    beside,
    make.makeEntryTimes(reading),
  );
  const registry = make.makeRegistry(reading, classes, places);
  return make.makeWalker(sizes, places, frontier, closed, look, roots, newest, registry, beside, limits);
}

const partTexts = Object.entries(parts).map(([name, part]) => `${name}: ${part}`);

/**
 * The walker as an expression: a function of the target's own `util.types`, its realm and the limits. It is to be evaluated in a
 * realm of its own: no method that the program has replaced is ever called.
 */
export const walkerText = `((types, realm, limits) => (${joinWalker})({ ${partTexts.join(',\n')} }, types, realm, limits))`;
