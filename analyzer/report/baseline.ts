import type { Interval } from '../../format/coverage.ts';
import type { BaselineEntry } from '../../format/known-suspect.ts';
import { bytes, counted } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Bytes } from '../../format/units.ts';
import { expressionOf } from '../paths/expression.ts';
import { acceptKnown } from './accept-known.ts';
import { placesOf } from './places-of-growth.ts';
import { sourcePlaceOf } from './source-place.ts';

/** What a project lives with for now, as a file that is committed: each suspect with the rate that is accepted. */
export interface Baseline {
  readonly suspects: readonly AcceptedSuspect[];
}

export interface AcceptedSuspect {
  readonly fingerprint: string;
  /** For readers of the file, and for the day when the suspect is gone: `src/agent.mjs:sessions`. */
  readonly holder: string;
  readonly kind: Suspect['kind'];
  readonly rate: Rate;
  /** Why it is accepted, if a person wrote it down. */
  readonly reason?: string;
}

/** Per operation if operations are counted; else per interval, which is fair if each does the same work. */
export interface Rate {
  readonly per: 'operation' | 'interval';
  /** 0 for a value that is replaced by larger ones. */
  readonly objects: number;
  readonly bytes: Bytes;
}

/**
 * The report without the suspects that the baseline accepts at their rate.
 * @param tolerance the share by which a rate may be above the accepted one: 0.25
 */
export function applyBaseline(report: Report, baseline: Baseline, tolerance: number): Report {
  const places = report.suspects.flatMap(placesOf);
  const accepted = matched(places, baseline);
  const isFaster = (suspect: Suspect, { rate }: AcceptedSuspect) =>
    faster(rateOf(suspect, report.intervals), rate, tolerance);
  const compared = acceptKnown(
    report,
    (suspect) => {
      const known = accepted.get(suspect);
      if (known === undefined) return undefined;
      const was = rateWords(known.rate);
      const now = rateWords(rateOf(suspect, report.intervals));
      if (isFaster(suspect, known))
        return { faster: `faster than the baseline accepts: ${now} instead of ${was}` };
      return { accepted: known.reason === undefined ? `accepted at ${was}` : `${known.reason}, at ${was}` };
    },
    'the baseline accepts',
  );
  const entries = places.map((suspect): BaselineEntry => {
    const known = accepted.get(suspect);
    const state = known === undefined ? 'new' : isFaster(suspect, known) ? 'faster' : 'accepted';
    return { fingerprint: suspect.fingerprint, holder: holderOf(suspect), state };
  });
  return { ...compared, baseline: [...entries, ...goneOf(report, baseline)] };
}

/**
 * Which accepted suspect each is. Two files of one name can hold leaks with one fingerprint: each entry accepts one of
 * them, by its holder if that is the same.
 */
function matched(suspects: readonly Suspect[], baseline: Baseline): ReadonlyMap<Suspect, AcceptedSuspect> {
  const left = new Set(baseline.suspects);
  const found = new Map<Suspect, AcceptedSuspect>();
  const match = (fits: (suspect: Suspect, known: AcceptedSuspect) => boolean) => {
    for (const suspect of suspects) {
      if (found.has(suspect)) continue;
      const known = [...left].find((each) => each.fingerprint === suspect.fingerprint && fits(suspect, each));
      if (known === undefined) continue;
      left.delete(known);
      found.set(suspect, known);
    }
  };
  match((suspect, known) => known.holder === holderOf(suspect));
  match(() => true);
  return found;
}

function goneOf({ suspects, suppressed = [] }: Report, baseline: Baseline): readonly BaselineEntry[] {
  const seen = new Set(
    [...suspects.flatMap(placesOf), ...suppressed.map(({ suspect }) => suspect)].map(
      (each) => each.fingerprint,
    ),
  );
  return baseline.suspects
    .filter(({ fingerprint }) => !seen.has(fingerprint))
    .map(({ fingerprint, holder }) => ({ fingerprint, holder, state: 'gone' }));
}

/**
 * The baseline that accepts all that is proven in this report. What it accepted before keeps its figures while they fit,
 * so that the file changes only if the program did.
 */
export function updatedBaseline(report: Report, before: Baseline, tolerance: number): Baseline {
  const places = report.suspects.flatMap(placesOf);
  const earlier = matched(places, before);
  const suspects = places
    .filter((suspect) => suspect.confirmed || earlier.has(suspect))
    .map((suspect) => {
      const known = earlier.get(suspect);
      return known !== undefined && fitsStill(rateOf(suspect, report.intervals), known.rate, tolerance)
        ? known
        : accept(suspect, report.intervals, known?.reason);
    });
  return { suspects: suspects.sort(byHolder) };
}

function byHolder(a: AcceptedSuspect, b: AcceptedSuspect): number {
  return compare(a.holder, b.holder) || compare(a.fingerprint, b.fingerprint);
}

/** By code units: the same order on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function accept(
  suspect: Suspect,
  intervals: readonly Interval[],
  reason: string | undefined,
): AcceptedSuspect {
  const { fingerprint, kind } = suspect;
  const rate = rateOf(suspect, intervals);
  return {
    fingerprint,
    holder: holderOf(suspect),
    kind,
    rate: { per: rate.per, objects: inShort(rate.objects), bytes: inShort(rate.bytes) },
    ...(reason === undefined ? {} : { reason }),
  };
}

function holderOf(suspect: Suspect): string {
  const { path, holders } = suspect;
  const expression = holders[0]?.expression ?? expressionOf(path);
  const place = sourcePlaceOf(suspect);
  return place === undefined ? expression : `${place.file}:${expression}`;
}

function fitsStill(now: Rate, before: Rate, tolerance: number): boolean {
  return !faster(now, before, tolerance) && !faster(before, now, tolerance);
}

/** Rates per operation and per interval cannot be compared: what is accepted is then not known, and must not pass. */
function faster(now: Rate, before: Rate, tolerance: number): boolean {
  return now.per !== before.per || exceeds(now, before, tolerance);
}

/** Objects are counted exactly; bytes also tell how tables were resized, and count only if there is nothing else. */
function exceeds(a: Rate, b: Rate, tolerance: number): boolean {
  const inObjects = a.objects > 0 && b.objects > 0;
  const [more, less] = inObjects ? [a.objects, b.objects] : [a.bytes, b.bytes];
  return more > less * (1 + tolerance);
}

function rateOf({ growth }: Suspect, intervals: readonly Interval[]): Rate {
  const operations = operationsPerInterval(intervals);
  if (operations === undefined) {
    return { per: 'interval', objects: growth.objectsPerInterval, bytes: growth.bytesPerInterval };
  }
  return {
    per: 'operation',
    objects: growth.objectsPerOperation ?? growth.objectsPerInterval / operations,
    bytes: growth.bytesPerInterval / operations,
  };
}

/** Of the middle interval (the median), as rates are; undefined if one did not count or did nothing. */
function operationsPerInterval(intervals: readonly Interval[]): number | undefined {
  const counts = intervals.map(({ operations }) => operations ?? 0).sort((a, b) => a - b);
  if (counts.length === 0 || counts[0] <= 0) return undefined;
  const middle = (counts.length - 1) / 2;
  return (counts[Math.floor(middle)] + counts[Math.ceil(middle)]) / 2;
}

function rateWords({ per, objects, bytes: size }: Rate): string {
  return `${objects > 0 ? counted(objects, 'object') : bytes(size)} per ${per}`;
}

/** Three digits are more than two runs agree on. */
function inShort(value: number): number {
  return Number(value.toPrecision(3));
}
