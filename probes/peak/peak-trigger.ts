import type { PeakReason } from '../../format/peak.ts';
import type { Bytes, Millis } from '../../format/units.ts';

/** What lives in a heap by light evidence: its old generation, and what it keeps outside. */
export interface HeapLevel {
  readonly at: Millis;
  readonly level: Bytes;
}

/** The capture that is the best so far. */
export interface BestCapture {
  readonly level: Bytes;
  /** How long it paused the process. */
  readonly took: Millis;
}

/** A heap that is smaller explains nothing: Node itself has 5 MiB. */
const leastLevel: Bytes = 16 << 20;
/** What lived at the last capture, times this, is worth another one if growth pauses: that one may be the peak. */
const step = 1.5;
/** And times this whatever follows: without it a heap that grows steadily to its end would never be captured. */
const longStep = 2;
/** A heap that grew by less of itself in the last moments grows more slowly than before. */
const slowShare = 0.02;
const lastMoments: Millis = 500;
/** At the exit, what lived before is gone unless this much of the most is still there. */
const leastShareAtExit = 0.9;
/** A capture at the exit that shows no more than the best one tells nothing new. */
const leastGainAtExit = 1.03;

/**
 * Whether a heap is to be captured, as nobody knows yet whether it has its peak before it. Each capture is taken at a heap
 * that is a step larger than that of the best one, so that the best one is never further from the peak than the long step.
 */
export function peakReason(
  levels: readonly HeapLevel[],
  best: BestCapture | undefined,
): PeakReason | undefined {
  const now = levels.at(-1);
  if (now === undefined || now.level < leastLevel) return undefined;
  const growth = now.level / (best?.level ?? leastLevel);
  if (growth >= longStep) return 'growth';
  return growth >= step && isSlow(levels, now) ? 'slower' : undefined;
}

function isSlow(levels: readonly HeapLevel[], now: HeapLevel): boolean {
  const before = levels.findLast(({ at }) => now.at - at >= lastMoments);
  return before !== undefined && now.level - before.level <= slowShare * now.level;
}

/** @param most the largest level that the heap was seen to have */
export function isWorthAtExit(now: Bytes, most: Bytes, best: BestCapture | undefined): boolean {
  if (best === undefined) return true;
  return now >= leastShareAtExit * most && now >= leastGainAtExit * best.level;
}

/** How long a capture may pause the process, by the last one; nothing is known before the first. */
export function expectedPause(level: Bytes, best: BestCapture | undefined): Millis {
  return best === undefined ? 0 : (best.took * level) / Math.max(1, best.level);
}
