import { openSource } from '../../../analyzer/recording/open-source.ts';
import { keptIn, unitOf, type Worked, type WorkUnit } from '../../../analyzer/report/kept.ts';
import { placesOf } from '../../../analyzer/report/places-of-growth.ts';
import { findSuspect } from '../../../cli/actions/find-suspect.ts';
import type { Report } from '../../../format/report.ts';
import type { Suspect } from '../../../format/suspect.ts';
import { type FixProof, type Kept, proveFix } from '../../../judgement/fix.ts';
import { countLike } from './kept.ts';

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
  /** What made the changed program work, as its manifest tells it. */
  readonly workload: string | undefined;
  /** It did nothing afterwards that could leave anything. */
  readonly idle: boolean;
  /** Absent if what stays cannot be counted in both. */
  readonly counted?: { readonly before: Kept; readonly after: Kept; readonly proof: FixProof };
}

export async function fixOf(before: Judged, after: Judged, fingerprint: string): Promise<FixAnswer> {
  const suspect = findSuspect(before.report, fingerprint);
  const prints = new Set(placesOf(suspect).map((place) => place.fingerprint));
  const again = after.report.suspects.find((each) =>
    placesOf(each).some((place) => prints.has(place.fingerprint)),
  );
  const worked = workedIn(after);
  const unit = unitOf(workedIn(before), worked);
  const counted = await countedIn(before, after, suspect, again, unit);
  const idle = keptIn([], after.report.intervals, unit).work === 0;
  return {
    suspect,
    again,
    unit,
    idle,
    workload: worked.workload,
    ...(counted === undefined ? {} : { counted }),
  };
}

function workedIn({ folder, report }: Judged): Worked {
  return { intervals: report.intervals, workload: openSource([folder]).manifest?.options.workload };
}

async function countedIn(
  before: Judged,
  after: Judged,
  suspect: Suspect,
  again: Suspect | undefined,
  unit: WorkUnit,
): Promise<FixAnswer['counted']> {
  // Without births nothing seems to stay.
  if (after.report.coverage.method !== 'survivors-by-birth') return undefined;
  const births = again?.survivors.counts ?? (await (await countLike(suspect, before.folder))?.(after.folder));
  if (births === undefined) return undefined;
  const kept = {
    before: keptIn(suspect.survivors.counts, before.report.intervals, unit),
    after: keptIn(births, after.report.intervals, unit),
  };
  if (kept.before.work === 0 || kept.after.work === 0 || kept.before.entries === 0) return undefined;
  const proof = proveFix({ ...kept, byOperation: unit === 'operation' }, again?.confirmed ?? false);
  return { ...kept, proof };
}
