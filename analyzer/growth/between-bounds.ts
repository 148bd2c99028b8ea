import { bytes } from '../../format/quantities.ts';
import type { Work } from '../../judgement/evidence.ts';
import type { EarlierAnswers } from './earlier-captures.ts';
import { gainedEntries, type PileFinding } from './findings.ts';
import type { GrowthQuestions } from './growth-questions.ts';
import { pileFindings } from './pile-findings.ts';

/** Bounds that differ by less than this share of the larger one: nobody reads the difference. */
const closeEnough = 0.01;
/** With more captures than this, not every way to choose between bounds is tried. */
const allTriedUpTo = 4;

type Choice = readonly ('least' | 'most')[];

/** Whether the piles are judged, and told, alike wherever between its bounds each retained size of these answers is. */
export function areSettled(
  questions: GrowthQuestions,
  earlier: readonly EarlierAnswers[],
  work: Work,
): boolean {
  if (earlier.every(({ bounds }) => bounds.size === 0)) return true;
  const said = choicesFor(earlier.length).map((choice) =>
    pileFindings(questions, chosen(earlier, choice), work),
  );
  const [first, ...others] = said;
  return others.every(
    (findings) =>
      findings.length === first.length && findings.every((finding, at) => areAlike(finding, first[at])),
  );
}

function areAlike(a: PileFinding, b: PileFinding): boolean {
  const isSame = a.piles.length === b.piles.length && a.piles.every((pile, k) => pile === b.piles[k]);
  if (!isSame || a.proof.verdict !== b.proof.verdict) return false;
  // What is refuted is not told, and of a container its entries are.
  if (a.proof.verdict === 'refuted') return true;
  if (`${a.proof.reasons}` !== `${b.proof.reasons}`) return false;
  return gainedEntries(a.container) || a.retained.every((size, k) => isClose(size, b.retained[k]));
}

function isClose(a: number, b: number): boolean {
  return bytes(a) === bytes(b) || Math.abs(a - b) <= closeEnough * Math.max(a, b);
}

function choicesFor(captures: number): Choice[] {
  const choice = (of: (capture: number) => boolean): Choice =>
    Array.from({ length: captures }, (_, k) => (of(k) ? 'most' : 'least'));
  if (captures <= allTriedUpTo)
    return Array.from({ length: 1 << captures }, (_, bits) => choice((k) => ((bits >> k) & 1) === 1));
  return [choice(() => false), choice(() => true), choice((k) => k % 2 === 0), choice((k) => k % 2 === 1)];
}

function chosen(earlier: readonly EarlierAnswers[], choice: Choice): EarlierAnswers[] {
  return earlier.map((answers, k) => ({
    ...answers,
    retained: new Map([
      ...answers.retained,
      ...[...answers.bounds].map(([id, bounds]) => [id, bounds[choice[k]]] as const),
    ]),
  }));
}
