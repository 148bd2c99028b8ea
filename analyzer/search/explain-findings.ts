import type { Interval, Suspect } from '../../format/report.ts';
import { withOwnFingerprints, withOwnTitles } from '../explain/distinct-suspects.ts';
import { mergeSuspects } from '../explain/merge-suspects.ts';
import { suspectOf, tellExternalShare } from '../explain/suspect.ts';
import type { ExplainedFinding, Witness } from '../explain/witness.ts';
import type { EarlierAnswers } from '../growth/earlier-captures.ts';
import { concludeGrowth } from '../growth/find-growth.ts';
import type { GrowthFinding } from '../growth/findings.ts';
import type { GrowthQuestions } from '../growth/growth-questions.ts';
import { CheapestPaths } from '../paths/cheapest-path.ts';

/** What the earlier captures leave of what the last one suspects, explained. */
export function explain(
  questions: GrowthQuestions,
  earlier: readonly EarlierAnswers[],
  intervals: readonly Interval[],
  witness: Witness | undefined,
): Suspect[] {
  const findings = concludeGrowth(questions, earlier, intervals).filter(
    ({ proof }) => proof.verdict !== 'refuted',
  );
  return explainFindings(questions, findings, intervals, witness);
}

export function explainFindings(
  questions: GrowthQuestions,
  findings: readonly GrowthFinding[],
  intervals: readonly Interval[],
  witness: Witness | undefined,
): Suspect[] {
  const explained = withOwnFingerprints(explainEach(questions, findings, intervals));
  witness?.suspects(questions.heap, explained);
  return withOwnTitles(mergeSuspects(explained.map(({ suspect }) => suspect)).map(tellExternalShare));
}

function explainEach(
  { heap }: GrowthQuestions,
  findings: readonly GrowthFinding[],
  intervals: readonly Interval[],
): ExplainedFinding[] {
  if (findings.length === 0) return [];
  const paths = new CheapestPaths(heap);
  return findings.map((finding) => ({ finding, suspect: suspectOf(heap, paths, finding, intervals) }));
}
