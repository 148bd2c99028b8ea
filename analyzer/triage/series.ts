import type { MemorySample } from '../../format/memory-sample.ts';
import type { MemorySeries, StandInSeries } from '../../format/memory-trend.ts';
import type { Point, Stretch } from '../../judgement/series/points.ts';
import { sum } from '../totals.ts';

export type SeriesName = MemorySeries['name'];

const readers: Readonly<Record<SeriesName, (sample: MemorySample) => number | undefined>> = {
  rss: (sample) => sample.rss,
  heapUsed: (sample) => sample.heapUsed,
  external: (sample) => sample.external,
  arrayBuffers: (sample) => sample.arrayBuffers,
  native: nativeMemory,
  children: (sample) => sample.children,
  childrenRss: (sample) => sample.childrenRss,
  threads: (sample) => sample.threads,
  descriptors: (sample) => sample.descriptors,
  handles: ({ resources }) => (resources === undefined ? undefined : sum(Object.values(resources))),
  rssAnonymous: (sample) => sample.rssAnonymous,
  cgroupUsage: (sample) => sample.cgroupUsage,
  machineUsed: (sample) => sample.machineUsed,
  heapTotal: (sample) => sample.heapTotal,
  swap: (sample) => sample.swap,
  virtualSize: (sample) => sample.virtualSize,
};

/** What tells something of a process of which neither resident memory nor the heap is known, the most telling first. */
export const standIns: readonly StandInSeries[] = [
  'rssAnonymous',
  'cgroupUsage',
  'machineUsed',
  'heapTotal',
  'swap',
  'virtualSize',
];
const isStandIn = new Set<string>(standIns);

export const seriesNames = (Object.keys(readers) as readonly SeriesName[]).filter(
  (name) => !isStandIn.has(name),
);

/** The series to judge: where resident memory or the heap is known, the others are parts of it or say less. */
export function seriesOf(samples: readonly MemorySample[]): readonly SeriesName[] {
  const knows = samples.some(({ rss, heapUsed }) => rss !== undefined || heapUsed !== undefined);
  return knows ? seriesNames : [...seriesNames, ...standIns];
}

/** What one sample says of a series; undefined if it does not carry it. */
export function readSeries(name: SeriesName, sample: MemorySample): number | undefined {
  return readers[name](sample);
}

/** Series that a heap snapshot inflates for long: they are judged between captures only. */
const disturbedByCaptures = new Set<SeriesName>(['rss', 'native']);

/** One series out of the ledger, cut where a capture disturbed it. Samples that do not carry it are left out. */
export function stretchesOf(name: SeriesName, samples: readonly MemorySample[]): readonly Stretch[] {
  return cutWhere(disturbedByCaptures.has(name), readers[name], samples);
}

/** As `stretchesOf`, for what is no series of its own. */
export function stretchesBetweenCaptures(
  read: (sample: MemorySample) => number | undefined,
  samples: readonly MemorySample[],
): readonly Stretch[] {
  return cutWhere(true, read, samples);
}

function cutWhere(
  cuts: boolean,
  read: (sample: MemorySample) => number | undefined,
  samples: readonly MemorySample[],
): readonly Stretch[] {
  const during = cuts ? samplesWhileCapturing(samples) : undefined;
  const stretches: Point[][] = [[]];
  for (const sample of samples) {
    const value = read(sample);
    if (value !== undefined && !during?.has(sample))
      stretches[stretches.length - 1].push({ at: sample.at, value });
    if (cuts && disturbs(sample)) stretches.push([]);
  }
  return stretches.filter((stretch) => stretch.length > 0);
}

export function disturbs({ mark }: MemorySample): boolean {
  return mark === 'captured' || mark === 'disturbed';
}

/** Memory that rises while a snapshot is written is the snapshot's own. Ledgers of earlier versions do not tell its end. */
function samplesWhileCapturing(samples: readonly MemorySample[]): ReadonlySet<MemorySample> {
  const during = new Set<MemorySample>();
  let since: MemorySample[] = [];
  for (const sample of samples) {
    if (sample.mark === 'resumed') for (const each of since) during.add(each);
    if (sample.mark !== undefined) since = [];
    else since.push(sample);
  }
  return during;
}

/** One series out of the ledger, in pieces from one capture to the next: what comes before the first is left out. */
export function afterCaptures(name: SeriesName, samples: readonly MemorySample[]): readonly Stretch[] {
  const pieces: Point[][] = [];
  for (const sample of samples) {
    const value = readSeries(name, sample);
    if (value !== undefined) pieces.at(-1)?.push({ at: sample.at, value });
    if (sample.mark === 'captured') pieces.push([]);
  }
  return pieces.filter((piece) => piece.length > 0);
}

/**
 * Anonymous memory, swapped out or not, that is neither V8's heap nor external to it: addons, the
 * allocator's free lists and fragments, stacks. `external` holds the ArrayBuffers that V8 knows of; those that native
 * code took over, as Blobs do, are counted as ArrayBuffers alone: the larger of both is not native. If nobody told
 * the anonymous part apart, all that is resident stands for it: mapped files make it higher, and hardly make it grow.
 */
export function nativeMemory(sample: MemorySample): number | undefined {
  const { rss, rssAnonymous = rss, swap, heapTotal, external, arrayBuffers = 0 } = sample;
  if (rssAnonymous === undefined || heapTotal === undefined || external === undefined) return undefined;
  return Math.max(0, rssAnonymous + (swap ?? 0) - heapTotal - Math.max(external, arrayBuffers));
}
