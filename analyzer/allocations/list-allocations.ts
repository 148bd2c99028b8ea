import type { AllocationSite } from '../../format/allocations.ts';
import { placeText } from '../../format/place.ts';
import { bytes, count } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import { UserError } from '../../format/user-error.ts';
import { ModuleNames } from '../graph/module-names.ts';
import type { Originals } from '../graph/originals.ts';
import type { Listing } from '../inventory/listing.ts';
import type { OpenedRecording, RecordedProfile } from '../recording/open-recording.ts';
import { isGrowing, perInterval, sitesOf } from './growing-sites.ts';
import { reportedSite } from './report-allocations.ts';
import { ReportedFrames } from './reported-frames.ts';
import { comparableProfiles, sampledStacks } from './sampled-stacks.ts';

export interface AllocationChoice {
  /** Every function with something alive, not only those that grow. */
  readonly all: boolean;
  /** Knows which suspects the functions feed, if the recording was analyzed. */
  readonly report: Report | undefined;
  /** The working directory of the program. */
  readonly directory?: string | undefined;
}

/** @throws UserError if the recording has no sampled allocations */
export function profilesOf({
  profiles = [],
  folder,
  heaps = [],
}: OpenedRecording): readonly RecordedProfile[] {
  if (profiles.length > 0) return profiles;
  const sampled = heaps.filter(({ opened }) => opened.profiles !== undefined);
  if (sampled.length > 0) {
    throw new UserError(
      'no-allocations',
      `${folder ?? 'this'} holds the heaps of several processes`,
      `name one: ${sampled.map(({ opened }) => opened.folder).join(', ')}`,
    );
  }
  throw new UserError(
    'no-allocations',
    `${folder ?? 'this'} holds no sampled allocations`,
    'record a Node process without --no-sampling',
  );
}

/** The functions whose allocations stay alive, the fastest first. */
export function listAllocations(
  profiles: readonly RecordedProfile[],
  code: Originals,
  { all, report, directory }: AllocationChoice,
): Listing<AllocationSite> {
  const compared = comparableProfiles(profiles);
  const frames = new ReportedFrames(code, new ModuleNames(directory));
  const rows = sitesOf(sampledStacks(compared))
    .filter((site) => all || isGrowing(site))
    .toSorted((a, b) => perInterval(b.bytes) - perInterval(a.bytes))
    .map((site) => withSuspect(reportedSite(site, site.stacks, frames), report));
  return {
    what: all ? 'functions whose allocations are still alive' : 'functions whose allocations keep growing',
    rows,
    columns: [
      { key: 'alive', text: (row) => bytes(row.bytes), value: (row) => row.bytes },
      { key: 'rate', text: (row) => bytes(row.bytesPerInterval), value: (row) => row.bytesPerInterval },
      { key: 'samples', text: (row) => count(row.samples), value: (row) => row.samples },
      { key: 'function', text: (row) => row.frame.function, value: (row) => row.frame.function },
      { key: 'place', text: placeOf, value: placeOf },
      { key: 'suspect', text: (row) => row.suspect ?? '', value: (row) => row.suspect ?? '' },
    ],
    notes: [
      `estimates: one sample represents ${bytes(compared[compared.length - 1].interval)}. Rates are per interval between ${count(compared.length)} profiles`,
      ...(all ? [] : ['--all shows every function whose allocations are still alive']),
    ],
  };
}

function placeOf({ frame: { file, line } }: AllocationSite): string {
  return placeText({ file, line });
}

/** A file may be told by more of its path if more is known. */
function isSameFile(a: string, b: string): boolean {
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}

function withSuspect(site: AllocationSite, report: Report | undefined): AllocationSite {
  const isSame = (other: AllocationSite) => {
    const { frame } = other;
    return (
      isSameFile(frame.file, site.frame.file) &&
      frame.line === site.frame.line &&
      frame.column === site.frame.column &&
      frame.function === site.frame.function
    );
  };
  const owner = report?.suspects.find(({ allocations }) => allocations?.sites.some(isSame));
  return owner === undefined ? site : { ...site, suspect: owner.fingerprint };
}
