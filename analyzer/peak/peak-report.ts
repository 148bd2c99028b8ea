import { heapName } from '../../format/heap-name.ts';
import type { MemorySample } from '../../format/memory-sample.ts';
import {
  type PeakHeap,
  type PeakPoint,
  type PeakReason,
  type PeakReport,
  peakSchemaVersion,
} from '../../format/peak.ts';
import type { PeakMoment } from '../../format/peak-moment.ts';
import { bytes } from '../../format/quantities.ts';
import type { TargetDescription } from '../../format/recording.ts';
import { tool } from '../../format/tool.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import { peakLimits } from '../../judgement/parameters/peak.ts';
import { adviceOf } from './advice.ts';
import type { ExplainedHeap } from './explain-heap.ts';
import { sentenceOf } from './peak-words.ts';
import { partsOf } from './resident-parts.ts';

/** What was seen of a run. */
export interface SeenRun {
  readonly command: string;
  readonly end: string;
  readonly took: Millis;
  readonly peak?: PeakMoment;
  readonly captures: number;
  readonly paused: Millis;
  readonly residue: Bytes;
  readonly curve: readonly PeakPoint[];
  readonly runs: number;
  readonly notes: readonly string[];
}

/** Its best capture. */
export interface SeenHeap {
  readonly target: TargetDescription;
  readonly moment: PeakMoment;
  readonly reason: PeakReason;
  readonly before: MemorySample;
  readonly after?: MemorySample | undefined;
  /** What captures before it had left in its process. */
  readonly residue: Bytes;
  readonly explained: ExplainedHeap;
  /** Where it is kept. */
  readonly recording?: string | undefined;
}

const mostPoints = 100;

/** All that can be said of the highest memory of a run. */
export function peakReport(run: SeenRun, seen: SeenHeap | undefined, limit: Bytes | undefined): PeakReport {
  const { peak, curve, residue: _, ...plain } = run;
  const heap = seen === undefined || peak === undefined ? undefined : heapOf(seen, peak);
  return {
    schemaVersion: peakSchemaVersion,
    tool,
    createdAt: Date.now(),
    ...plain,
    sentence: sentenceOf(run),
    ...(peak === undefined ? {} : { peak }),
    ...(heap === undefined ? {} : { heap }),
    advice: peak === undefined ? [] : adviceOf(peak, heap, seen?.explained),
    ...(limit === undefined ? {} : { limit: { bytes: limit, exceeded: (peak?.bytes ?? 0) > limit } }),
    curve: thinned(curve),
    notes: [...run.notes, ...notesOf(run, heap)],
  };
}

function heapOf(
  { target, moment, reason, before, after, residue, explained, recording }: SeenHeap,
  peak: PeakMoment,
): PeakHeap {
  const { summary, classes, subjects } = explained;
  const inHeap = summary.bytes - (summary.outside ?? 0);
  return {
    name: heapName(target),
    moment,
    share: Math.min(1, moment.bytes / peak.bytes),
    after: moment.at - peak.at,
    reason,
    parts: partsOf(before, after?.heapUsed ?? inHeap, residue),
    ...{ summary, classes, subjects },
    ...(recording === undefined ? {} : { recording }),
  };
}

function notesOf({ residue, runs }: SeenRun, heap: PeakHeap | undefined): string[] {
  const left = `captures left ${bytes(residue)} in the processes that they paused, which is not counted; a peak after them is uncertain by as much`;
  const far =
    'the capture is far from the peak: --runs 2 watches one run, and captures another one where that had its peak';
  return [
    ...(residue > 0 ? [left] : []),
    ...(heap !== undefined && heap.share < peakLimits.nearShare && runs === 1 ? [far] : []),
  ];
}

/** The highest of each stretch. */
function thinned(curve: readonly PeakPoint[]): readonly PeakPoint[] {
  const stretch = Math.ceil(curve.length / mostPoints);
  return Array.from({ length: Math.ceil(curve.length / stretch) || 0 }, (_, k) =>
    curve
      .slice(k * stretch, (k + 1) * stretch)
      .reduce((most, point) => (point.bytes > most.bytes ? point : most)),
  );
}
