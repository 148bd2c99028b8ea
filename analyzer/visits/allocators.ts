import type { AllocationSite, SuspectAllocations } from '../../format/allocations.ts';
import { counted, duration, bytes as size } from '../../format/quantities.ts';
import type { Millis } from '../../format/units.ts';
import type { SampledFunction, VisitStop } from '../../format/visit.ts';
import { visitLimits } from '../../judgement/parameters/visits.ts';
import type { ModuleNames } from '../graph/module-names.ts';

type Allocator = VisitStop & { readonly allocates: SampledFunction };

/**
 * The function that allocates what a place gains: of those that were stopped at and led to it, the one whose allocations
 * stay alive most. Undefined if none of them allocates itself.
 * @param interval between two visits
 */
export function allocatorOf(
  stops: readonly VisitStop[],
  interval: Millis,
  modules: ModuleNames,
): SuspectAllocations | undefined {
  const allocators = distinct(stops.filter(isAllocator)).sort(
    (a, b) => b.allocates.bytes - a.allocates.bytes,
  );
  const [likeliest] = allocators;
  if (likeliest === undefined) return undefined;
  const { bytes, samples, span } = likeliest.allocates;
  const isAlone = allocators.length === 1;
  return {
    confidence: isAlone ? visitLimits.allocatorAlone : visitLimits.allocatorOfSeveral,
    evidence: [
      `a visit came from this function to the place${isAlone ? '' : `, and from ${counted(allocators.length - 1, 'other function')} that ${allocators.length === 2 ? 'keeps' : 'keep'} less`}`,
      `${size(bytes)} of what it allocated within ${duration(span)} stayed alive (${counted(samples, 'sample')})`,
    ],
    sites: [siteOf(likeliest, interval, modules)],
  };
}

function isAllocator(stop: VisitStop): stop is Allocator {
  return stop.allocates !== undefined && stop.allocates.bytes > 0;
}

function distinct(stops: readonly Allocator[]): Allocator[] {
  const byPlace = new Map(stops.map((stop) => [`${stop.file}:${stop.line}:${stop.column}`, stop]));
  return [...byPlace.values()];
}

function siteOf(
  { function: name, file: url, line, column = 1, allocates: { bytes, samples, span } }: Allocator,
  interval: Millis,
  modules: ModuleNames,
): AllocationSite {
  const bytesPerInterval = Math.round((bytes / Math.max(1, span)) * interval);
  const frame = {
    ...{ function: name || '(anonymous)', file: modules.of(url), line, column },
    ...(url.includes('/node_modules/') ? { dependency: true as const } : {}),
  };
  return {
    frame,
    stacks: [{ frames: [frame], bytes, bytesPerInterval, share: 1 }],
    bytes,
    bytesPerInterval,
    samples,
  };
}
