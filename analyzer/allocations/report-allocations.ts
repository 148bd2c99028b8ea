import type { AllocationSite, AllocationStack, SuspectAllocations } from '../../format/allocations.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { siteReportLimits } from '../../judgement/parameters/sites.ts';
import type { ModuleNames } from '../graph/module-names.ts';
import type { Originals } from '../graph/originals.ts';
import type { RecordedProfile } from '../recording/open-recording.ts';
import { FunctionTexts } from '../sources/function-texts.ts';
import type { SourceMaps } from '../sources/source-maps.ts';
import { bornSince, isGrowing, perInterval, type SampledSite, sitesOf, total } from './growing-sites.ts';
import type { HolderFunctionsWitness } from './holder-functions.ts';
import {
  confidenceOf,
  evidenceOf,
  type Join,
  joinSuspects,
  joinWhatIsLeft,
  partOf,
  shareOf,
  withoutStrangers,
} from './join-suspects.ts';
import { ReportedFrames } from './reported-frames.ts';
import { comparableProfiles, type SampledStack, sampledStacks } from './sampled-stacks.ts';

/** Rows of a report, not what decides. */
export const mostSites = 10;
const mostStacks = 4;
const mostFrames = 32;

export interface SampledEvidence {
  readonly profiles: readonly RecordedProfile[];
  readonly functions: HolderFunctionsWitness;
  readonly sources: SourceMaps;
  readonly code: Originals;
  readonly modules?: ModuleNames;
}

/** Adds to a report what the sampled allocations say: to each suspect who allocates it, and which functions grow. */
export function withAllocations(
  report: Report,
  { profiles, functions, sources, code, modules }: SampledEvidence,
): Report {
  const frames = new ReportedFrames(code, modules);
  const compared = comparableProfiles(profiles);
  if (compared.length === 0) return report;
  const sites = sitesOf(sampledStacks(compared));
  const growing = sites.filter(isGrowing);
  const texts = new FunctionTexts(sources);
  const tied = joinSuspects(
    report.suspects,
    sites,
    ({ fingerprint }) => functions.of(fingerprint),
    frames,
    texts,
  );
  const joins = joinWhatIsLeft(tied.map(withoutStrangers), growing);
  const all = Math.max(1, total(growing.map(({ bytes }) => bornSince(bytes))));
  const suspects = joins.map((join) => withItsAllocations(join, frames));
  return {
    ...report,
    suspects,
    allocations: {
      interval: compared[compared.length - 1].interval,
      profiles: compared.length,
      sites: growing
        .toSorted((a, b) => perInterval(b.bytes) - perInterval(a.bytes))
        .slice(0, mostSites)
        .map((site) => ({
          ...reportedSite(site, site.stacks, frames),
          ...suspectOf(site, joins),
          share: Math.round((bornSince(site.bytes) / all) * 1000) / 1000,
        })),
    },
  };
}

function withItsAllocations(join: Join, frames: ReportedFrames): Suspect {
  if (join.stacks.length === 0) return join.suspect;
  const stacks = join.stacks.map(partOf);
  const share = shareOf(join);
  const allocations: SuspectAllocations = {
    confidence: confidenceOf(join),
    evidence: evidenceOf(join),
    sites: sitesOf(stacks)
      .toSorted((a, b) => weight(b, join) - weight(a, join))
      .slice(0, mostSites)
      .map((site) => reportedSite(site, stacks, frames)),
    ...(share === undefined ? {} : { share }),
  };
  return { ...join.suspect, allocations };
}

/** Bytes, and twice for what makes the entries or has the holder at hand: that is what a reader looks for first. */
function weight({ stacks, bytes }: SampledSite, join: Join): number {
  const own = new Set(stacks.map(({ frames }) => frames));
  const strongest = Math.max(
    ...join.stacks.map(({ stack, bond }) => (own.has(stack.frames) ? bond.strength : 0)),
  );
  const { telling, tellingWeight } = siteReportLimits;
  return bornSince(bytes) * (strongest >= telling ? tellingWeight : 1);
}

/** The suspect that most of the site's stacks went to. */
function suspectOf(site: SampledSite, joins: readonly Join[]): { readonly suspect?: string } {
  const own = new Set(site.stacks);
  const shares = joins.map(({ suspect, stacks }) => ({
    fingerprint: suspect.fingerprint,
    bytes: total(
      stacks.filter(({ stack }) => own.has(stack)).map(({ stack, part }) => part * bornSince(stack.bytes)),
    ),
  }));
  const [most] = shares.toSorted((a, b) => b.bytes - a.bytes);
  return most === undefined || most.bytes === 0 ? {} : { suspect: most.fingerprint };
}

/** @param among the stacks that shares are of */
export function reportedSite(
  site: SampledSite,
  among: readonly SampledStack[],
  shown: ReportedFrames,
): AllocationSite {
  const all = Math.max(1, total(among.map(({ bytes }) => bornSince(bytes))));
  return {
    frame: shown.of(site.frame),
    stacks: site.stacks.slice(0, mostStacks).map((stack) => reportedStack(stack, all, shown)),
    bytes: Math.round(total(site.bytes)),
    bytesPerInterval: Math.round(perInterval(site.bytes)),
    samples: Math.round(bornSince(site.samples)),
  };
}

function reportedStack({ frames, bytes }: SampledStack, all: number, shown: ReportedFrames): AllocationStack {
  return {
    frames: frames.slice(0, mostFrames).map((frame) => shown.of(frame)),
    bytes: Math.round(total(bytes)),
    bytesPerInterval: Math.round(perInterval(bytes)),
    share: Math.round((bornSince(bytes) / all) * 1000) / 1000,
  };
}
