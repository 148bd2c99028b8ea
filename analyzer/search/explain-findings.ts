import type { Details } from '../details.ts';
import type { Course } from '../explain/course.ts';
import { withOwnFingerprints, withOwnTitles } from '../explain/distinct-suspects.ts';
import { judgeEnds } from '../explain/ended/judge-ends.ts';
import { mergeSuspects } from '../explain/merge-suspects.ts';
import { nearlyFullText } from '../explain/nearly-full.ts';
import { joinGrowths } from '../explain/one-growth/join-growths.ts';
import { tiesBetween } from '../explain/one-growth/ties.ts';
import { suspectOf, tellExternalShare } from '../explain/suspect.ts';
import type { ExplainedFinding } from '../explain/witness.ts';
import type { EarlierAnswers } from '../growth/earlier-captures.ts';
import { concludeGrowth } from '../growth/find-growth.ts';
import type { GrowthFinding } from '../growth/findings.ts';
import type { GrowthQuestions } from '../growth/growth-questions.ts';
import { CheapestPaths } from '../paths/cheapest-path.ts';
import type { Explained, Search } from './search.ts';

/** Who asks for more than the suspects, and who runs what only adds to them. */
type Beside = Pick<Search, 'witness' | 'details'>;

export const nothingExplained: Explained = { suspects: [], nearlyFull: [] };

/** What the earlier captures leave of what the last one suspects, explained. */
export function explain(
  questions: GrowthQuestions,
  earlier: readonly EarlierAnswers[],
  course: Course,
  beside: Beside,
): Explained {
  const findings = concludeGrowth(questions, earlier, course.intervals).filter(
    ({ proof }) => proof.verdict !== 'refuted',
  );
  return explainFindings(questions, findings, course, beside, earlier);
}

export function explainFindings(
  questions: GrowthQuestions,
  findings: readonly GrowthFinding[],
  course: Course,
  { witness, details }: Beside,
  earlier: readonly EarlierAnswers[] = [],
): Explained {
  const explained = withOwnFingerprints(explainEach(questions, findings, course, details, earlier));
  const suspected = explained.filter(({ finding }) => !isNearlyFull(finding));
  witness?.suspects(questions.heap, suspected);
  const merged = mergeSuspects(suspected.map(({ suspect }) => suspect)).map(tellExternalShare);
  const titled = withOwnTitles(merged);
  return {
    suspects: details.add('ties between growing places are', titled, () =>
      joinGrowths(titled, tiesBetween(questions.heap, suspected)),
    ),
    nearlyFull: explained.flatMap(({ finding, suspect }) =>
      isNearlyFull(finding) ? [nearlyFullText(suspect)] : [],
    ),
  };
}

function isNearlyFull({ proof }: GrowthFinding): boolean {
  return proof.reasons.includes('nearly-full');
}

function explainEach(
  questions: GrowthQuestions,
  findings: readonly GrowthFinding[],
  course: Course,
  details: Details,
  earlier: readonly EarlierAnswers[],
): ExplainedFinding[] {
  if (findings.length === 0) return [];
  const { heap } = questions;
  const paths = new CheapestPaths(heap);
  return judgeEnds(questions, paths, findings, { earlier, expected: course.expectedEnds, details }).map(
    (finding) => ({
      finding,
      suspect: suspectOf(heap, paths, finding, course, details),
    }),
  );
}
