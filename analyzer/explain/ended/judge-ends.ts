import { together } from '../../../judgement/proof.ts';
import { prove } from '../../../judgement/prove.ts';
import type { Details } from '../../details.ts';
import type { EarlierAnswers } from '../../growth/earlier-captures.ts';
import type { GrowthFinding } from '../../growth/findings.ts';
import type { GrowthQuestions } from '../../growth/growth-questions.ts';
import { othersOfMany, placesOf } from '../../growth/one-of-many.ts';
import { countsOf } from '../../growth/pile-findings.ts';
import type { CheapestPaths } from '../../paths/cheapest-path.ts';
import { isHeldByRuntime } from '../../paths/program-function.ts';
import { retainingPath } from '../../paths/retaining-path.ts';

interface KnownOfEnds {
  readonly earlier: readonly EarlierAnswers[];
  /** How many end in each interval, as a person says. */
  readonly expected: number | undefined;
}

/**
 * Judges growth that one of many owns by what became of the others: an open session is no leak of ended ones. What may
 * be state of what is open comes last, however fast it grows.
 */
export function judgeEnds(
  questions: GrowthQuestions,
  paths: CheapestPaths,
  findings: readonly GrowthFinding[],
  known: KnownOfEnds & { readonly details: Details },
): GrowthFinding[] {
  const judged = findings.map((finding) =>
    known.details.add('ends of other sessions are', finding, () =>
      judgeOne(questions, paths, finding, known),
    ),
  );
  return [...judged.filter((one) => !isOfOpenOwner(one)), ...judged.filter(isOfOpenOwner)];
}

function judgeOne(
  { heap, inContainers }: GrowthQuestions,
  paths: CheapestPaths,
  finding: GrowthFinding,
  { earlier, expected }: KnownOfEnds,
): GrowthFinding {
  const places = finding.shape === 'pile' ? placesOf(finding.holding) : [finding.slot.owner];
  const others = othersOfMany(heap, inContainers, places, earlier);
  // Lists of timers come and go for reasons of their own.
  if (others === undefined || isHeldByRuntime(retainingPath(heap, paths, others.container))) return finding;
  const { ended, freed } = others;
  const proof = prove({
    kind: 'ends',
    source: 'captures',
    unit: 'objects',
    ended,
    freed,
    gains: gainsOf(finding),
    ...(expected === undefined ? {} : { expected }),
  });
  return { ...finding, others, proof: together([finding.proof, proof]) };
}

/** Whether it is the state of something that is still open, as far as its captures tell. */
export function isOfOpenOwner({ proof }: GrowthFinding): boolean {
  return proof.reasons.includes('owner-open');
}

/** Entries or objects by interval; of one value nothing is counted. */
export function gainsOf(finding: GrowthFinding): readonly number[] {
  if (finding.shape === 'pile') return countsOf(finding).gains[0] ?? [];
  const { entries = [], isCounted = false } = finding.table ?? {};
  return isCounted ? entries.slice(1).map((count, k) => count - entries[k]) : [];
}
