import type { Pulse } from '../../../format/pulse.ts';
import type { Bytes } from '../../../format/units.ts';

/** Pulses that an interval has to outlive before its survivors count as settled. */
const laterPulses = 3;
/** Intervals that have settled: one that keeps everything may be start-up, two a cache that fills. */
const leastSettled = 3;
/** What the engine itself keeps of each interval: compiled code, feedback, the inspector's own. */
const leastCount = 500;
const leastBytes: Bytes = 16 << 10;
/** An interval that goes on losing more than this of its survivors is on its way to none. */
const settledShare = 0.9;

/**
 * Whether growth is proven: every interval after the first keeps some of what was born in it, and those
 * that are at least three pulses old no longer lose it. A working set keeps nothing of older intervals,
 * warm-up nothing of newer ones, a full cache or a queue that drains nothing of either. A cache that is
 * still filling, or lets go only after more pulses than there are, looks the same as a leak.
 */
export function everyBirthSurvives(pulses: readonly Pulse[]): boolean {
  const last = pulses.at(-1);
  const settled = pulses.length - 1 - laterPulses;
  if (last === undefined || settled < leastSettled) return false;
  for (let interval = 1; interval < pulses.length; interval += 1) {
    if (!survives(last, interval)) return false;
    if (interval <= settled && !keepsWhatItHad(pulses, interval)) return false;
  }
  return true;
}

function survives({ survivors: { counts, bytes } }: Pulse, interval: number): boolean {
  return (counts[interval] ?? 0) >= leastCount && (bytes[interval] ?? 0) >= leastBytes;
}

/** Compared with the first pulse after the interval's own, which still counts what was only in flight. */
function keepsWhatItHad(pulses: readonly Pulse[], interval: number): boolean {
  const early = pulses[interval + 1].survivors.counts[interval] ?? 0;
  const now = pulses.at(-1)?.survivors.counts[interval] ?? 0;
  return now >= settledShare * early;
}
