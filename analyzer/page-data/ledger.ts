import type { MemorySample } from '../../format/memory-sample.ts';
import type { PageLedger, PageLimit, PageParts, PageSeries } from '../../format/page.ts';
import { residentParts } from '../../format/resident-parts.ts';
import { readSeries, seriesNames } from '../triage/series.ts';

/** A chart is hardly wider than this in pixels. */
const mostMoments = 400;

/** The ledger for a chart; undefined if there is nothing to draw a line between. */
export function pageLedger(samples: readonly MemorySample[]): PageLedger | undefined {
  if (samples.length < 2) return undefined;
  const kept = thinned(samples);
  const series = seriesNames.flatMap((name): PageSeries[] => {
    const values = kept.map((sample) => readSeries(name, sample) ?? null);
    return values.some((value) => value !== null && value > 0) ? [{ name, values }] : [];
  });
  const parts = pageParts(samples);
  return { at: kept.map(({ at }) => at), series, ...(parts === undefined ? {} : { parts }) };
}

/** Undefined if there is nothing to draw a line between. */
function pageParts(samples: readonly MemorySample[]): PageParts | undefined {
  const readings = samples.flatMap(({ parts }) => parts ?? []);
  if (readings.length < 2) return undefined;
  const step = Math.max(1, Math.ceil(readings.length / mostMoments));
  const kept = readings.filter((_, i) => i % step === 0 || i === readings.length - 1);
  const sizes = residentParts.flatMap((name) => {
    const values = kept.map(({ sizes }) => sizes[name] ?? 0);
    return values.some((value) => value > 0) ? [{ name, values }] : [];
  });
  return { at: kept.map(({ at }) => at), sizes };
}

/** Of each stretch the sample with the largest and the one with the smallest resident size: peaks are the story. */
function thinned(samples: readonly MemorySample[]): readonly MemorySample[] {
  if (samples.length <= mostMoments) return samples;
  const stretch = (2 * samples.length) / mostMoments;
  const kept = new Set<MemorySample>([samples[0], samples[samples.length - 1]]);
  for (let start = 0; start < samples.length; start += stretch) {
    const part = samples.slice(Math.floor(start), Math.floor(start + stretch));
    const size = (sample: MemorySample) => sample.heapUsed ?? sample.rss ?? 0;
    kept.add(part.reduce((low, sample) => (size(sample) < size(low) ? sample : low)));
    kept.add(part.reduce((high, sample) => (size(sample) > size(high) ? sample : high)));
  }
  return samples.filter((sample) => kept.has(sample));
}

/** The limits as they were last read, where there were any. */
export function pageLimits(samples: readonly MemorySample[]): PageLimit[] {
  const last = (read: (sample: MemorySample) => number | undefined) =>
    samples.findLast((sample) => read(sample) !== undefined);
  const heap = last(({ heapLimit }) => heapLimit)?.heapLimit;
  const cgroup = last(({ cgroupLimit }) => cgroupLimit)?.cgroupLimit;
  return [
    ...(heap === undefined ? [] : [{ name: 'heap limit' as const, size: heap }]),
    ...(cgroup === undefined ? [] : [{ name: 'cgroup limit' as const, size: cgroup }]),
  ];
}
