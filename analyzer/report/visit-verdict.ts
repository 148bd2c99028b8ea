import { bytes, counted } from '../../format/quantities.ts';
import type { Verdict } from '../../format/verdict.ts';
import type { Triage } from '../triage/judge.ts';
import { stillFills } from './filling-verdict.ts';

/**
 * Visits see what some functions lead to. That none of it grows is no all-clear, unless the ledger says so too.
 *
 * @param refused whether captures were tried first
 * @param nearlyFull what gains less at each visit, in words
 */
export function nothingVisitedGrows(
  visits: number,
  nearlyFull: readonly string[],
  { trends, problem }: Triage,
  refused = false,
): Verdict {
  const heap = trends.heapUsed;
  const evidence =
    heap === undefined ? [] : [`the heap went from ${bytes(heap.first)} to ${bytes(heap.last)} meanwhile`];
  if (nearlyFull.length > 0) return stillFills(nearlyFull, evidence);
  return {
    outcome: 'inconclusive',
    problem,
    sentence: `nothing that ${counted(visits, 'visit')} reached grows, but visits do not see the whole heap`,
    confidence: 0,
    evidence,
    next: [
      'visit for longer, with more work meanwhile: heaptrail attach PID --plan light --for 5m',
      refused
        ? 'or free what the limit below names, so that heap snapshots are no longer refused: heaptrail attach PID'
        : 'or take heap snapshots, which pause the process for longer: heaptrail attach PID',
    ],
  };
}
