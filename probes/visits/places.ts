import type { Reading } from './reading.ts';
import type { Sizes } from './sizes.ts';
import type { Met, WalkedStep, WalkLimits } from './walked.ts';
import type { Ways } from './ways.ts';

export interface Place {
  readonly id: number;
  readonly kind: string;
  readonly path: readonly WalkedStep[];
  readonly holder: WeakRef<object> | undefined;
  readonly key: PropertyKey | undefined;
  value: WeakRef<object> | undefined;
  size: number | undefined;
  first: number | undefined;
  /** For how long it was counted last. */
  cost: number;
  skipped: number;
  told: boolean;
}

export type Places = ReturnType<typeof makePlaces>;

/** What was met and is measured at each visit, known again by its identity, by the property or by the variable it is in. */
export function makePlaces({ isObject, read }: Reading, sizes: Sizes, ways: Ways, limits: WalkLimits) {
  const mostSkipped = 1;
  const longest = 1_000;
  const named = 2;
  const all: Place[] = [];
  const byValue = new WeakMap<object, Place>();
  const bySlot = new WeakMap<object, Map<PropertyKey, Place>>();
  const byVariable = new Map<string, Place>();

  const knownAt = ({ value, holder, key, scope }: Met): Place | undefined =>
    (isObject(value) ? byValue.get(value) : undefined) ??
    (holder === undefined ? undefined : bySlot.get(holder)?.get(key!)) ??
    (scope === undefined ? undefined : byVariable.get(scope));
  const remember = (place: Place, { holder, key, scope }: Met): void => {
    all.push(place);
    if (scope !== undefined) byVariable.set(scope, place);
    if (holder === undefined) return;
    const slots = bySlot.get(holder) ?? new Map<PropertyKey, Place>();
    bySlot.set(holder, slots);
    slots.set(key!, place);
  };
  const placeOf = (kind: string, met: Met): Place | undefined => {
    const known = knownAt(met);
    if (known !== undefined) return known.kind === kind ? known : undefined;
    if (all.length >= limits.places) return undefined;
    const place: Place = {
      ...{ id: all.length + 1, kind, path: ways.pathOf(met.way), key: met.key },
      holder: met.holder === undefined ? undefined : new WeakRef(met.holder),
      ...{ value: undefined, size: undefined, first: undefined, cost: 0, skipped: 0, told: false },
    };
    remember(place, met);
    return place;
  };
  const standsAt = (place: Place, value: unknown): void => {
    if (!isObject(value)) return;
    byValue.set(value, place);
    if (place.value?.deref() !== value) place.value = new WeakRef(value);
  };
  const isKnown = (value: object): boolean => byValue.has(value);
  /** What is small and far from any name is no place. */
  const note = (kind: string, met: Met, size: number, least: number): void => {
    const { value } = met;
    if (size < least && met.depth > named && !(isObject(value) && isKnown(value))) return;
    const place = placeOf(kind, met);
    if (place === undefined) return;
    place.size = size;
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
    const begun = Date.now();
    // Only what has to be counted takes time. What took long once was perhaps interrupted.
    const isLate = sizes.isCounted(place.kind) && (place.cost > limits.beside || begun > until);
    if (isLate && place.skipped < mostSkipped) {
      place.skipped += 1;
      place.size = undefined;
      return;
    }
    place.size = sizes.sizeOf(place.kind, value);
    place.cost = Math.min(place.cost || longest, Date.now() - begun);
    place.skipped = 0;
    standsAt(place, value);
  };
  const begin = (): void => {
    for (const place of all) place.size = undefined;
  };

  return { all, begin, note, isKnown, valueAt, measure };
}
