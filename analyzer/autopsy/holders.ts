import type { AllocationSite } from '../../format/allocations.ts';
import type { LikelyHolder } from '../../format/autopsy.ts';
import type { HeapSummary } from '../../format/heap-summary.ts';
import { holderDetail, holderName } from '../../format/heap-summary-words.ts';
import { placeText } from '../../format/place.ts';
import { bytes, bytesPerHour, counted, share } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import type { RingEntry, RingLook, RingSites } from '../../format/ring-entry.ts';
import type { EpochMillis } from '../../format/units.ts';
import { deadHolderLimits } from '../../judgement/parameters/autopsy.ts';

/** Someone who probably held memory, in a process or in any if the evidence does not name one. */
export interface NamedHolder {
  readonly pid?: string;
  readonly holder: LikelyHolder;
}

/** The first suspect of an analyzed recording or of loose snapshots. */
export function holderInReport(
  { suspects, allocations, heapSummaries }: Report,
  at?: EpochMillis,
): LikelyHolder | undefined {
  const [suspect] = suspects;
  if (suspect !== undefined) {
    return {
      name: suspect.holders[0]?.expression ?? suspect.title,
      source: 'captures',
      confidence: suspect.confidence,
      ...(at === undefined ? {} : { at }),
      sentence: suspect.title,
    };
  }
  const site = allocations?.sites[0];
  if (site !== undefined && allocations !== undefined) return holderOfSite(site, allocations.profiles, at);
  const summary = heapSummaries?.at(-1);
  return summary === undefined ? undefined : holderOfHeap(summary, at);
}

/** One snapshot tells no growth, but what fills the heap of a process that died of it is likely to be what grew. */
function holderOfHeap(
  { holders, bytes: size }: HeapSummary,
  at: EpochMillis | undefined,
): LikelyHolder | undefined {
  const [largest] = holders;
  if (largest === undefined) return undefined;
  const detail = holderDetail(largest);
  const place = largest.place === undefined ? '' : ` at ${largest.place}`;
  return {
    name: holderName(largest),
    source: 'captures',
    confidence: Math.min(largest.share, deadHolderLimits.byOneSnapshot),
    ...(at === undefined ? {} : { at }),
    sentence: `${holderName(largest)}${detail === '' ? '' : ` (${detail})`}${place} held ${bytes(largest.retained)} of ${bytes(size)} (${share(largest.share)})`,
  };
}

function holderOfSite(site: AllocationSite, profiles: number, at: EpochMillis | undefined): LikelyHolder {
  const { frame, bytesPerInterval, samples } = site;
  const name = `${frame.function === '' ? 'a function without a name' : frame.function} in ${placeText(frame)}`;
  return {
    name,
    source: 'sites',
    confidence: deadHolderLimits.bySites,
    ...(at === undefined ? {} : { at }),
    sentence: `what ${name} allocates stays alive: ${bytes(bytesPerInterval)} more from profile to profile (${counted(profiles, 'profile')}, ${counted(samples, 'sample')})`,
  };
}

/** The surest that a ring still has: a suspect of a close look, else the site that grew fastest. */
export function holderInRing(entries: readonly RingEntry[]): LikelyHolder | undefined {
  const look = entries.findLast(
    (entry): entry is RingLook => entry.kind === 'look' && entry.suspect !== undefined,
  );
  if (look?.suspect !== undefined) {
    const { title, expression, confidence, bytesPerHour: perHour } = look.suspect;
    return {
      name: expression,
      source: 'captures',
      confidence,
      at: look.at,
      sentence: perHour === undefined ? title : `${title} (${bytesPerHour(perHour)})`,
    };
  }
  const sites = entries.findLast(
    (entry): entry is RingSites => entry.kind === 'sites' && entry.sites.length > 0,
  );
  return sites === undefined ? undefined : holderOfSite(sites.sites[0], sites.profiles, sites.at);
}

/** The surest of those about this process, captures before sites. */
export function holderFor(
  pid: string | undefined,
  holders: readonly NamedHolder[],
  lives: number,
): LikelyHolder | undefined {
  const own = holders.filter((one) =>
    one.pid === undefined || pid === undefined ? lives === 1 : one.pid === pid,
  );
  const [first] = own.toSorted(
    (a, b) =>
      Number(b.holder.source === 'captures') - Number(a.holder.source === 'captures') ||
      b.holder.confidence - a.holder.confidence,
  );
  return first?.holder;
}
