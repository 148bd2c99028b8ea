import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Verdict } from '../../format/verdict.ts';
import { type KeptRate, keptRate } from '../../judgement/fix.ts';
import { tellingLimits } from '../../judgement/parameters/verdict.ts';
import { keptIn, unitOf, type Worked, type WorkUnit } from './kept.ts';
import { placesOf, withPlaces } from './places-of-growth.ts';

const { tolerance } = tellingLimits;

export const diffSchemaVersion = 1;

/** Two reports of the same program, suspects matched by fingerprint. A contract like the report itself. */
export interface ReportDiff {
  readonly schemaVersion: typeof diffSchemaVersion;
  readonly before: Verdict;
  readonly after: Verdict;
  /** True if something proven is new or faster: a reason to stop a merge. */
  readonly worse: boolean;
  readonly new: readonly Suspect[];
  readonly gone: readonly Suspect[];
  readonly faster: readonly Change[];
  readonly slower: readonly Change[];
  readonly same: readonly Change[];
  /** How many entries of each suspect stay, with intervals. Of those that could be counted by birth. */
  readonly kept: readonly KeptChange[];
}

/** Entries of one suspect that stay, in both recordings or in the one that has it. */
export interface KeptChange {
  readonly fingerprint: string;
  /** What one piece of work is: an operation if both counted them, else an hour. */
  readonly per: WorkUnit;
  readonly before?: KeptRate;
  readonly after?: KeptRate;
}

export interface Change {
  readonly fingerprint: string;
  readonly title: string;
  readonly confirmed: boolean;
  readonly unit: RateUnit;
  readonly before: number;
  readonly after: number;
}

/** The fairest first: work done differs less between two runs per operation than per hour or interval. */
export type RateUnit = 'objects per operation' | 'bytes per hour' | 'bytes per interval';

export function compareReports(before: Report, after: Report): ReportDiff {
  const earlier = new Map(before.suspects.flatMap(placesOf).map((place) => [place.fingerprint, place]));
  const later = new Set(after.suspects.flatMap(placesOf).map(({ fingerprint }) => fingerprint));
  const fresh = without(after.suspects, earlier);
  const changes = after.suspects.flatMap(placesOf).flatMap((suspect) => {
    const known = earlier.get(suspect.fingerprint);
    return known === undefined ? [] : [changeOf(known, suspect)];
  });
  const faster = changes.filter((change) => change.after > change.before * tolerance);
  const slower = changes.filter((change) => change.after < change.before / tolerance);
  const moved = new Set([...faster, ...slower]);
  return {
    schemaVersion: diffSchemaVersion,
    before: before.verdict,
    after: after.verdict,
    worse:
      fresh.some(({ confirmed }) => confirmed) ||
      faster.some(({ confirmed }) => confirmed) ||
      newProblem(before, after),
    new: fresh,
    gone: without(before.suspects, later),
    faster,
    slower,
    same: changes.filter((change) => !moved.has(change)),
    kept: keptChanges(before, after),
  };
}

function keptChanges(before: Report, after: Report): KeptChange[] {
  const per = unitOf(worked(before), worked(after));
  const [earlier, later] = [before, after].map((report) => keptRates(report, per));
  const prints = new Set([...later.keys(), ...earlier.keys()]);
  return [...prints].map((fingerprint) => {
    const [was, is] = [earlier.get(fingerprint), later.get(fingerprint)];
    return {
      fingerprint,
      per,
      ...(was === undefined ? {} : { before: was }),
      ...(is === undefined ? {} : { after: is }),
    };
  });
}

/** Reports do not say what the workload was: without operations, time is all there is. */
function worked({ intervals }: Report): Worked {
  return { intervals, workload: undefined };
}

function keptRates({ suspects, intervals, coverage }: Report, per: WorkUnit): Map<string, KeptRate> {
  const rates = new Map<string, KeptRate>();
  if (coverage.method !== 'survivors-by-birth') return rates;
  for (const { fingerprint, survivors } of suspects.flatMap(placesOf)) {
    const kept = keptIn(survivors.counts, intervals, per);
    // Of one value that grows no entries are counted.
    if (kept.entries > 0 && kept.work > 0) rates.set(fingerprint, keptRate(kept, per === 'operation'));
  }
  return rates;
}

/** A growth is new in those of its places that are. */
function without(
  suspects: readonly Suspect[],
  known: { has(fingerprint: string): boolean },
): readonly Suspect[] {
  return suspects.flatMap(
    (suspect) => withPlaces(suspect, ({ fingerprint }) => !known.has(fingerprint)) ?? [],
  );
}

/** Growth outside the heap has no suspects to match: there the kind of problem is what is new. */
function newProblem(before: Report, after: Report): boolean {
  if (after.verdict.outcome !== 'growth' || after.verdict.problem === 'retained-objects') return false;
  return before.verdict.outcome !== 'growth' || before.verdict.problem !== after.verdict.problem;
}

function changeOf(before: Suspect, after: Suspect): Change {
  const { fingerprint, title } = after;
  const confirmed = before.confirmed && after.confirmed;
  return { fingerprint, title, confirmed, ...commonRate(before, after) };
}

function commonRate(
  { growth: before }: Suspect,
  { growth: after }: Suspect,
): Pick<Change, 'unit' | 'before' | 'after'> {
  // Values that are replaced by larger ones count no objects: a rate of 0 would hide their growth.
  if (before.objectsPerOperation && after.objectsPerOperation) {
    return {
      unit: 'objects per operation',
      before: before.objectsPerOperation,
      after: after.objectsPerOperation,
    };
  }
  if (before.bytesPerHour !== undefined && after.bytesPerHour !== undefined) {
    return { unit: 'bytes per hour', before: before.bytesPerHour, after: after.bytesPerHour };
  }
  return { unit: 'bytes per interval', before: before.bytesPerInterval, after: after.bytesPerInterval };
}
