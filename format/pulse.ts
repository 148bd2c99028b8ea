import type { Survivors } from './suspect.ts';
import type { EpochMillis, Millis } from './units.ts';

/**
 * One line of a recording's pulses: how many objects were alive right after a full garbage collection, by
 * the interval they were born in. Interval 0 is all before the first pulse, interval N ends with pulse N + 1.
 */
export interface Pulse {
  readonly at: EpochMillis;
  /** How long asking took; the target stood still for most of it. */
  readonly duration: Millis;
  /** The largest object id so far: what is born later has a larger one. */
  readonly watermark: number;
  readonly survivors: Survivors;
  /** What the target's operations expression gave just before. */
  readonly operations?: number;
}
