import type { Verdict } from '../../format/verdict.ts';

/**
 * A cache that fills does not grow for good, and a leak under ever less work looks the same: neither growth nor none.
 *
 * @param nearlyFull what gains less in each interval and will gain almost nothing else, in words
 */
export function stillFills([first, ...others]: readonly string[], evidence: readonly string[]): Verdict {
  return {
    outcome: 'inconclusive',
    problem: 'unknown',
    sentence: first ?? '',
    confidence: 0,
    evidence: [
      ...others,
      'a cache that is filling does this, and so does a leak if there is less and less work',
      ...evidence,
    ],
    next: [
      'record again in a few minutes to tell a full cache, which stops, from a leak: heaptrail attach PID',
    ],
  };
}
