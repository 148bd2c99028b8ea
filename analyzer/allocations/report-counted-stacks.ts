import type { AllocationSite, SuspectAllocations } from '../../format/allocations.ts';
import { count } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import { siteReportLimits } from '../../judgement/parameters/sites.ts';
import type { ModuleNames } from '../graph/module-names.ts';
import type { Originals } from '../graph/originals.ts';
import type { CountedStacks, CountedStacksWitness } from './counted-stacks.ts';
import { bornSince, sitesOf } from './growing-sites.ts';
import { siteFrame } from './own-frames.ts';
import { mostSites, reportedSite } from './report-allocations.ts';
import { ReportedFrames } from './reported-frames.ts';
import type { SampledStack } from './sampled-stacks.ts';
import { unknownCalls } from './unknown-calls.ts';

const { perUntold, mostSure } = siteReportLimits;

/** Puts counted stacks in the place of sampled ones, for each suspect that has them. */
export function withCountedStacks(
  report: Report,
  witness: CountedStacksWitness,
  code: Originals,
  modules?: ModuleNames,
): Report {
  const frames = new ReportedFrames(code, modules);
  const suspects = report.suspects.map((suspect) => {
    const counted = witness.of(suspect.fingerprint);
    return counted === undefined ? suspect : { ...suspect, allocations: allocationsOf(counted, frames) };
  });
  const areAllKnown = suspects.length > 0 && suspects.every(({ allocations }) => allocations?.counted);
  return areAllKnown ? withoutGap({ ...report, suspects }) : { ...report, suspects };
}

function withoutGap(report: Report): Report {
  const { coverage } = report;
  const notSeen = coverage.notSeen.filter((text) => !text.startsWith(unknownCalls));
  return { ...report, coverage: { ...coverage, notSeen } };
}

function allocationsOf(counted: CountedStacks, frames: ReportedFrames): SuspectAllocations {
  const { stacks, told, born } = counted;
  const bytes = stacks.reduce((sum, stack) => sum + bornSince(stack.bytes), 0);
  return {
    counted: true,
    confidence: Math.round(100 * Math.min(mostSure, 1 - perUntold * (1 - told / born.objects))) / 100,
    evidence: evidenceOf(counted),
    sites: sitesOf(stacks, titleOf)
      .toSorted((a, b) => bornSince(b.bytes) - bornSince(a.bytes))
      .slice(0, mostSites)
      .map((site) => withObjects(reportedSite(site, stacks, frames), site.stacks)),
    share: Math.round((bytes / born.bytes) * 100) / 100,
  };
}

/** What only Node's own functions stand below is told by the innermost of them. */
function titleOf({ frames }: SampledStack) {
  return siteFrame(frames) ?? frames[0];
}

function withObjects(site: AllocationSite, stacks: readonly SampledStack[]): AllocationSite {
  return {
    ...site,
    objects: site.samples,
    stacks: site.stacks.map((stack, at) => ({ ...stack, objects: bornSince(stacks[at].samples) })),
  };
}

function evidenceOf({ told, born }: CountedStacks): string[] {
  const untold = born.objects - told;
  return [
    `${count(told)} of the ${count(born.objects)} objects born in the last interval have a recorded allocation stack`,
    ...(untold > 0
      ? ['the others were born just before stacks were recorded, or the engine created them']
      : []),
  ];
}
