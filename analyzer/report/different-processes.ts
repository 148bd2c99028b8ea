import type { Verdict } from '../../format/verdict.ts';

/**
 * The verdict on two snapshots that do not name the same objects. One process may hold more than another for many
 * reasons, so nothing is said to grow.
 * @param files as a shell takes them
 */
export function differentProcesses(verdict: Verdict, files: readonly string[]): Verdict {
  return {
    ...verdict,
    outcome: 'inconclusive',
    problem: 'unknown',
    sentence:
      'the two captures come from different processes: they show what fills each heap, not what grows',
    confidence: 0,
    evidence: ['the object ids of these captures do not match, as after a restart'],
    next: [
      'growth needs at least three captures of one process: heaptrail attach PID',
      `to compare the two by class: heaptrail classes ${files.join(' ')} --since 1`,
    ],
  };
}
