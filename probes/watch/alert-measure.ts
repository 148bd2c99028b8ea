import type { MemorySample } from '../../format/memory-sample.ts';
import type { TimeLeft } from '../../format/memory-trend.ts';
import type { Bytes } from '../../format/units.ts';

export type AlertMeasure = 'rss' | 'heap' | 'share' | 'left';

/** A threshold: of bytes for `rss` and `heap`, of a limit for `share` (0 to 1), of time for `left`. */
export interface AlertRule {
  /** As it was given. */
  readonly text: string;
  readonly measure: AlertMeasure;
  readonly threshold: number;
}

/** What the rules are held against. */
export interface AlertFacts {
  readonly sample: MemorySample;
  /** The soonest first. */
  readonly timeLeft: readonly TimeLeft[];
  /** The part of resident memory that our own captures left in the process. */
  readonly ours: Bytes;
}

/** Undefined if it is not known. */
export function measured(measure: AlertMeasure, { sample, timeLeft, ours }: AlertFacts): number | undefined {
  switch (measure) {
    case 'rss':
      return sample.rss === undefined ? undefined : Math.max(0, sample.rss - ours);
    case 'heap':
      return sample.heapUsed;
    case 'share':
      return shareOfLimit(sample);
    case 'left':
      return timeLeft[0]?.left;
  }
}

/** Of the limit that is nearest: the heap's own, or that of the control group. */
function shareOfLimit({ heapUsed, heapLimit, cgroupUsage, cgroupLimit }: MemorySample): number | undefined {
  const shares = [of(heapUsed, heapLimit), of(cgroupUsage, cgroupLimit)].filter((part) => part !== undefined);
  return shares.length === 0 ? undefined : Math.max(...shares);
}

function of(used: number | undefined, limit: number | undefined): number | undefined {
  return used === undefined || limit === undefined || limit <= 0 ? undefined : used / limit;
}
