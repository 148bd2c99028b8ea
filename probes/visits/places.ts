import type { LimitBeside } from './limits-beside.ts';
import type { Reading } from './reading.ts';
import type { Sizes } from './sizes.ts';
import type { Met, WalkedStep, WalkLimits, Way } from './walked.ts';
import type { Ways } from './ways.ts';

export interface Place {
  readonly id: number;
  readonly kind: string;
  path: readonly WalkedStep[];
  /** Of the root that its path begins with. */
  rank: number;
  holder: WeakRef<object> | undefined;
  key: PropertyKey | undefined;
  value: WeakRef<object> | undefined;
  size: number | undefined;
  first: number | undefined;
  /** What was counted in it last. */
  counted: number;
  /** For how long it was counted last. */
  cost: number;
  skipped: number;
  told: boolean;
  /** The walk of this visit that came by, from 1. */
  walk: number | undefined;
  /** A census has met it, and no walk. */
  unnamed: boolean;
  /** The object whose property or private field it is, and the one that leads to that. */
  owners: readonly WeakRef<object>[];
  /** If it is a variable: what may limit it. */
  limits: readonly LimitBeside[];
}

export type Places = ReturnType<typeof makePlaces>;

/** What was met and is measured at each visit, known again by its identity, by the property or by the variable it is in. */
export function makePlaces({ isObject, read }: Reading, sizes: Sizes, ways: Ways, limits: WalkLimits) {
  const mostSkipped = 1;
  const longest = 1_000;
  // Keys that take a millisecond at most: what the clock says of them is the time of other processes.
  const quicklyCounted = 10_000;
  const named = 2;
  const mostOwners = 2;
  const all: Place[] = [];
  const byValue = new WeakMap<object, Place>();
  const bySlot = new WeakMap<object, Map<PropertyKey, Place>>();
  const byVariable = new Map<string, Place>();
  let walk: number | undefined;
  /** Those that no walk has met take no room from those that one meets. */
  let unnamed = 0;

  const knownAt = ({ value, holder, key, scope }: Met): Place | undefined =>
    (isObject(value) ? byValue.get(value) : undefined) ??
    (holder === undefined ? undefined : bySlot.get(holder)?.get(key!)) ??
    (scope === undefined ? undefined : byVariable.get(scope));
  const newPlace = (kind: string, path: readonly WalkedStep[]): Place => {
    const place: Place = {
      ...{ id: all.length + 1, kind, path, rank: Infinity, holder: undefined, key: undefined },
      ...{ value: undefined, size: undefined, first: undefined, cost: 0, skipped: 0, told: false },
      ...{ walk: undefined, unnamed: false, counted: 0, owners: [], limits: [] },
    };
    all.push(place);
    return place;
  };
  const ownersOn = ({ before }: Way): WeakRef<object>[] => {
    const found: WeakRef<object>[] = [];
    for (let way = before; way !== undefined && found.length < mostOwners; way = way.before)
      if (isObject(way.value)) found.push(new WeakRef(way.value));
    return found;
  };
  const remember = (place: Place, { holder, key, scope, way, limits = [] }: Met): void => {
    place.owners = ownersOn(way);
    place.limits = limits;
    place.holder = holder === undefined ? undefined : new WeakRef(holder);
    place.key = key;
    if (scope !== undefined) byVariable.set(scope, place);
    if (holder === undefined) return;
    const slots = bySlot.get(holder) ?? new Map<PropertyKey, Place>();
    bySlot.set(holder, slots);
    slots.set(key!, place);
  };
  const placeOf = (kind: string, met: Met): Place | undefined => {
    const known = knownAt(met);
    if (known !== undefined && known.kind !== kind) return undefined;
    if (known !== undefined && !known.unnamed) return known;
    if (all.length - unnamed >= limits.places) return undefined;
    // Whatever meets it first renames it.
    const place = known ?? newPlace(kind, []);
    if (place.unnamed) unnamed -= 1;
    place.unnamed = false;
    remember(place, met);
    return place;
  };
  const standsAt = (place: Place, value: unknown): void => {
    if (!isObject(value)) return;
    byValue.set(value, place);
    if (place.value?.deref() !== value) place.value = new WeakRef(value);
  };
  const renamed = (place: Place, { way, rank }: Met): void => {
    if (rank >= place.rank) return;
    place.path = ways.pathOf(way);
    place.rank = rank;
    place.told = false;
  };
  const isKnown = (value: object): boolean => byValue.has(value);
  /** Measured from now on. Any walk that meets it has a better path. */
  const addUnnamed = (kind: string, value: object, path: readonly WalkedStep[]): void => {
    const place = newPlace(kind, path);
    place.unnamed = true;
    unnamed += 1;
    standsAt(place, value);
  };
  /** What is small and far from any name is no place. */
  const note = (kind: string, met: Met, size: number, least: number): void => {
    const { value } = met;
    if (size < least && met.depth > named && !(isObject(value) && isKnown(value))) return;
    const place = placeOf(kind, met);
    if (place === undefined) return;
    place.size = size;
    place.counted = size;
    if (walk !== undefined) place.walk ??= walk;
    renamed(place, met);
    standsAt(place, value);
  };

  /** What stands at a place now. */
  const valueAt = (place: Place): unknown => {
    const holder = place.holder?.deref();
    if (holder !== undefined) return read(holder, place.key!);
    return place.holder === undefined ? place.value?.deref() : undefined;
  };
  const measure = (place: Place, until: number): void => {
    // A string without a holder was measured when its scope was opened.
    if (place.kind === 'string' && place.holder === undefined) return;
    const value = valueAt(place);
    // The head of a list may stand there while a call lasts: its length was counted when the walk came by.
    if (place.kind === 'linked-list' && place.walk !== undefined && !isObject(value)) {
      if (place.counted >= sizes.mostInWalk) place.size = undefined;
      return;
    }
    const begun = Date.now();
    // Only what has to be counted takes time. What took long once was perhaps interrupted.
    const isLong = sizes.isCounted(place.kind) && place.counted > quicklyCounted;
    const isLate = isLong && (place.cost > limits.beside || begun > until);
    if (isLate && place.skipped < mostSkipped) {
      place.skipped += 1;
      place.size = undefined;
      return;
    }
    place.size = sizes.sizeOf(place.kind, value);
    place.counted = place.size ?? 0;
    place.cost = Math.min(place.cost || longest, Date.now() - begun);
    place.skipped = 0;
    standsAt(place, value);
  };
  const begin = (): void => {
    for (const place of all) {
      place.size = undefined;
      place.walk = undefined;
    }
  };
  /** @param number of the walk that begins; undefined for what is opened afterwards */
  const walkedBy = (number: number | undefined): void => {
    walk = number;
  };

  return { all, begin, walkedBy, note, addUnnamed, isKnown, valueAt, measure };
}
