import { placesOf } from '../../../analyzer/report/places-of-growth.ts';
import { findSuspect } from '../../../cli/actions/find-suspect.ts';
import type { Report } from '../../../format/report.ts';
import type { Suspect } from '../../../format/suspect.ts';
import { type FixProof, type Kept, proveFix } from '../../../judgement/fix.ts';
import { countLike, keptIn, unitOf, type WorkUnit } from './kept.ts';

/** A recording with what is said of it. */
export interface Judged {
  readonly folder: string;
  readonly report: Report;
}

/** Whether a suspect of an earlier recording is gone in a later one. */
export interface FixAnswer {
  readonly suspect: Suspect;
  /** The same growth in the later recording, if it is still found. */
  readonly again: Suspect | undefined;
  readonly unit: WorkUnit;
  /** Absent if what stays cannot be counted in both. */
  readonly counted?: { readonly before: Kept; readonly after: Kept; readonly proof: FixProof };
}

export async function fixOf(before: Judged, after: Judged, fingerprint: string): Promise<FixAnswer> {
  const suspect = findSuspect(before.report, fingerprint);
  const prints = new Set(placesOf(suspect).map((place) => place.fingerprint));
  const again = after.report.suspects.find((each) =>
    placesOf(each).some((place) => prints.has(place.fingerprint)),
  );
  const unit = unitOf(before.report.intervals, after.report.intervals);
  const counted = await countedIn(before, after, suspect, again, unit);
  return { suspect, again, unit, ...(counted === undefined ? {} : { counted }) };
}

async function countedIn(
  before: Judged,
  after: Judged,
  suspect: Suspect,
  again: Suspect | undefined,
  unit: WorkUnit,
): Promise<FixAnswer['counted']> {
  const births = again?.survivors.counts ?? (await (await countLike(suspect, before.folder))?.(after.folder));
  if (births === undefined) return undefined;
  const keptBefore = keptIn(suspect.survivors.counts, before.report.intervals, unit);
  const keptAfter = keptIn(births, after.report.intervals, unit);
  if (keptBefore === undefined || keptAfter === undefined || keptBefore.entries === 0) return undefined;
  const kept = { before: keptBefore, after: keptAfter };
  return { ...kept, proof: proveFix(kept, again?.confirmed ?? false) };
}
