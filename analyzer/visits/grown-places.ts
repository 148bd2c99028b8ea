import type { Interval } from '../../format/coverage.ts';
import type { Bytes, EpochMillis, Millis } from '../../format/units.ts';
import type { Visit } from '../../format/visit.ts';
import type { LevelEvidence } from '../../judgement/evidence.ts';
import { signalLimits } from '../../judgement/parameters/confidence.ts';
import { visitLimits } from '../../judgement/parameters/visits.ts';
import type { Proof } from '../../judgement/proof.ts';
import { prove } from '../../judgement/prove.ts';
import { sum } from '../totals.ts';
import { isUnnamed, type PlaceHistory, placeHistories } from './place-histories.ts';

/** A place that was larger at its visits, and what that proves. */
export interface GrownPlace {
  readonly place: PlaceHistory;
  /** The numbers of the visits that measured it, the last one included. */
  readonly visits: readonly number[];
  /** Its size at each of them. */
  readonly held: readonly number[];
  readonly proof: Proof;
  /** Others that are called the same and grow as well. */
  readonly alike: number;
  readonly bytesPerEntry: Bytes;
}

/** A closure and its context, or a small object: if nobody could look at an entry. */
const usualEntry: Bytes = 100;

/** The places that grow, what gains most first. */
export function grownPlaces(visits: readonly Visit[]): readonly GrownPlace[] {
  const places = withEndsOfParts(placeHistories(visits));
  const grown = places.flatMap((place) => grownPlace(place, visits) ?? []);
  return distinct(grown.toSorted((a, b) => gainOf(b) - gainOf(a)));
}

/** Whether one place is a value that is replaced by larger ones, so that its size is in bytes. */
export function isValue({ kind }: Pick<PlaceHistory, 'kind'>): boolean {
  return kind === 'string' || kind === 'buffer';
}

/**
 * Places of one owner that hold as many at each visit are parts of one thing, such as the entries of a cache and their
 * order: what ends one of them ends all.
 */
function withEndsOfParts(places: readonly PlaceHistory[]): readonly PlaceHistory[] {
  const ends = new Map<string, Pick<PlaceHistory, 'limit' | 'leaves'>>();
  for (const place of places) {
    const { limit, leaves } = ends.get(partOf(place)) ?? {};
    ends.set(partOf(place), { limit: limit ?? place.limit, leaves: leaves ?? place.leaves });
  }
  return places.map((place) => ({ ...place, ...ends.get(partOf(place)) }));
}

function partOf({ path, sizes }: PlaceHistory): string {
  return JSON.stringify([path.slice(0, -1), ...sizes]);
}

function grownPlace(place: PlaceHistory, visits: readonly Visit[]): GrownPlace | undefined {
  const measured = measuredAt(place, visits.length);
  if (measured.length < visitsNeeded(place, measured)) return undefined;
  // Weak references are removed after their targets, and those only when garbage is collected.
  if (place.weak === 'alive' && !isCollected(visits)) return undefined;
  const held = measured.map((number) => place.sizes.get(number)!);
  const proof = prove(evidenceOf(place, held, workOf(measured, visits), visits[visits.length - 1].at));
  if (proof.verdict === 'refuted') return undefined;
  const bytesPerEntry = isValue(place) ? 1 : (place.entryBytes ?? usualEntry);
  const gained = held[held.length - 1] - held[0];
  if (isUnnamed(place) && gained < visitLimits.leastUnnamedGain) return undefined;
  if (gained * bytesPerEntry < visitLimits.leastBytes) return undefined;
  return { place, visits: measured, held, proof, alike: 0, bytesPerEntry };
}

/** What gained very few entries may be work in flight, which goes up and down. */
function visitsNeeded(place: PlaceHistory, measured: readonly number[]): number {
  const { sizes } = place;
  const gained = (sizes.get(measured[measured.length - 1]) ?? 0) - (sizes.get(measured[0]) ?? 0);
  const isFew = !isValue(place) && gained < signalLimits.veryFewEntries;
  return isFew ? visitLimits.visitsOfFew : visitLimits.fewestVisits;
}

function evidenceOf(
  place: PlaceHistory,
  held: readonly number[],
  work: LevelEvidence['work'],
  now: EpochMillis,
): LevelEvidence {
  const seen = { kind: 'levels', source: isUnnamed(place) ? 'census' : 'sites', held } as const;
  return isValue(place)
    ? { ...seen, unit: 'bytes', of: 'visited value' }
    : {
        ...{ ...seen, unit: 'entries', of: 'visited entries' },
        ...(work === undefined ? {} : { work }),
        ...(place.limit === undefined ? {} : { limit: place.limit.value }),
        ...(place.leaves === undefined ? {} : { leavesIn: place.leaves.at - now }),
      };
}

/** Whether all that nobody held was gone at the last visit. */
function isCollected(visits: readonly Visit[]): boolean {
  return visits[visits.length - 1].collected ?? false;
}

/** What is gone at the last visit was released. One that had no time to measure it says nothing. */
function measuredAt(place: PlaceHistory, visits: number): readonly number[] {
  const { sizes } = place;
  const isThere = sizes.has(visits - 1) || (isTextVariable(place) && sizes.has(visits - 2));
  return isThere ? [...sizes.keys()].sort((a, b) => a - b) : [];
}

/** Such a text is measured only if a visit stops beside it: it has no identity by which it could be asked again. */
function isTextVariable({ kind, path }: PlaceHistory): boolean {
  return kind === 'string' && path.length === 2;
}

function workOf(measured: readonly number[], visits: readonly Visit[]): LevelEvidence['work'] {
  const between = (of: (visit: Visit) => number | undefined) =>
    measured.slice(1).map((number, k) => difference(of(visits[number]), of(visits[measured[k]])));
  const durations = between(({ at }) => at);
  const operations = between((visit) => visit.operations);
  const isCounted = operations.every((count) => count !== undefined && count > 0);
  return [durations, ...(isCounted ? [operations] : [])].map((each) => each.map((amount) => amount ?? 1));
}

function difference(now: number | undefined, before: number | undefined): number | undefined {
  return now === undefined || before === undefined ? undefined : now - before;
}

/** Bytes, as far as they are known. */
export function gainOf({ held, bytesPerEntry }: GrownPlace): Bytes {
  return (held[held.length - 1] - held[0]) * bytesPerEntry;
}

/** One variable that several closures close over is one place, and so is each of many that are called the same. */
function distinct(grown: readonly GrownPlace[]): readonly GrownPlace[] {
  const byName = new Map<string, GrownPlace>();
  for (const each of grown) {
    const name = JSON.stringify(each.place.path.map(([edge, name]) => [edge, name]));
    const known = byName.get(name);
    if (known === undefined) byName.set(name, each);
    else if (!isSame(known, each)) byName.set(name, { ...known, alike: known.alike + 1 });
  }
  return [...byName.values()];
}

function isSame(one: GrownPlace, other: GrownPlace): boolean {
  return one.held.at(-1) === other.held.at(-1);
}

/** The time and the work between two visits, by their numbers. */
export function intervalBetween(visits: readonly Visit[], from: number, to: number): Interval {
  const operations = difference(visits[to].operations, visits[from].operations);
  return {
    from: `visit ${from + 1}`,
    to: `visit ${to + 1}`,
    duration: visits[to].at - visits[from].at,
    ...(operations === undefined ? {} : { operations }),
  };
}

/** From the first of its visits to the last. */
export function spanOf({ visits: numbers }: GrownPlace, visits: readonly Visit[]): Millis {
  return visits[numbers[numbers.length - 1]].at - visits[numbers[0]].at;
}

/** Over all of its visits; undefined if operations were not counted. */
export function perOperation(
  { visits: numbers, held }: GrownPlace,
  visits: readonly Visit[],
): number | undefined {
  const from = visits[numbers[0]].operations;
  const to = visits[numbers[numbers.length - 1]].operations;
  if (from === undefined || to === undefined || to <= from) return undefined;
  return (held[held.length - 1] - held[0]) / (to - from);
}

export function gainsOf({ held }: GrownPlace): readonly number[] {
  return held.slice(1).map((size, k) => size - held[k]);
}

export function meanGain(grown: GrownPlace): number {
  const gains = gainsOf(grown);
  return sum(gains) / gains.length;
}
