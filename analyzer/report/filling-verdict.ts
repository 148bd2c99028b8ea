import type { Verdict } from '../../format/verdict.ts';

/**
 * A cache that fills does not grow for good, and a leak under ever less work looks the same: neither growth nor none.
 *
 * @param nearlyFull what gains less in each interval and will hardly gain any more, in words
 */
export function stillFills([first, ...others]: readonly string[], evidence: readonly string[]): Verdict {
  return {
    outcome: 'inconclusive',
    problem: 'unknown',
    sentence: first ?? '',
    confidence: 0,
    evidence: [
      ...others,
      'a cache that fills does this, and so does a leak while there is ever less work',
      ...evidence,
    ],
    next: [
      'record again in a few minutes: a full cache gains nothing then, a leak goes on: heaptrail attach PID',
    ],
  };
}
