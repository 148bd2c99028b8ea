import type { MemorySample } from '../../format/memory-sample.ts';
import { bytes, duration, share } from '../../format/quantities.ts';
import type { TimeLeft } from '../../format/report.ts';
import type { Millis } from '../../format/units.ts';

export type AlertMeasure = 'rss' | 'heap' | 'share' | 'left';

/** A threshold: of bytes for `rss` and `heap`, of a limit for `share` (0 to 1), of time for `left`. */
export interface AlertRule {
  /** As it was given. */
  readonly text: string;
  readonly measure: AlertMeasure;
  readonly threshold: number;
}

export interface CrossedRule {
  readonly rule: AlertRule;
  readonly value: number;
  readonly sentence: string;
}

/** A value that swings around its threshold is told once: it has to come back by this much first. */
const rearmShare = 0.95;

/** Rules that were told, until their value comes back or it is time to say it again. */
export class AlertRules {
  readonly #rules: readonly AlertRule[];
  readonly #again: Millis;
  readonly #toldAt = new Map<AlertRule, Millis>();

  /** @param again how long after it was told a rule that still holds is told again */
  constructor(rules: readonly AlertRule[], again: Millis) {
    this.#rules = rules;
    this.#again = again;
  }

  /** The rules to tell now. */
  crossedBy(sample: MemorySample, timeLeft: readonly TimeLeft[]): readonly CrossedRule[] {
    return this.#rules.flatMap((rule) => {
      const value = measured(rule.measure, sample, timeLeft);
      if (value === undefined || !isCrossed(rule, value)) {
        if (value === undefined || !isCrossed(rule, value, rearmShare)) this.#toldAt.delete(rule);
        return [];
      }
      if (sample.at - (this.#toldAt.get(rule) ?? Number.NEGATIVE_INFINITY) < this.#again) return [];
      this.#toldAt.set(rule, sample.at);
      return [{ rule, value, sentence: sentenceOf(rule, value) }];
    });
  }

  /** Whether some value is so near to its threshold that it is worth looking often. */
  isNear(sample: MemorySample, timeLeft: readonly TimeLeft[]): boolean {
    return this.#rules.some((rule) => {
      const value = measured(rule.measure, sample, timeLeft);
      return value !== undefined && isCrossed(rule, value, nearShare);
    });
  }
}

const nearShare = 0.8;

/** @param reach a share of the threshold that is enough */
function isCrossed({ measure, threshold }: AlertRule, value: number, reach = 1): boolean {
  return measure === 'left' ? value <= threshold / reach : value >= threshold * reach;
}

function measured(
  measure: AlertMeasure,
  sample: MemorySample,
  timeLeft: readonly TimeLeft[],
): number | undefined {
  switch (measure) {
    case 'rss':
      return sample.rss;
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

function sentenceOf({ measure, threshold }: AlertRule, value: number): string {
  switch (measure) {
    case 'rss':
      return `resident memory is ${bytes(value)}, and ${bytes(threshold)} is the threshold`;
    case 'heap':
      return `the JavaScript heap is ${bytes(value)}, and ${bytes(threshold)} is the threshold`;
    case 'share':
      return `${share(value)} of a memory limit are used, and ${share(threshold)} is the threshold`;
    case 'left':
      return `a memory limit is reached in about ${duration(value)}, and ${duration(threshold)} is the threshold`;
  }
}
