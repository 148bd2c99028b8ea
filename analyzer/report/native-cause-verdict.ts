import type { NativeCause, NativeCauseKind } from '../../format/native-cause.ts';
import type { JudgedPart, PartName, ProblemKind, Verdict } from '../../format/verdict.ts';
import { adviceFor } from './native-cause.ts';

/** What the ledger says grows outside the heap. */
const outside: ReadonlySet<ProblemKind> = new Set(['native', 'external', 'threads']);

/** Says why memory outside the heap is resident, if that is what the verdict is about, or if it is worth a word. */
export function withCause(verdict: Verdict, cause: NativeCause | undefined): Verdict {
  if (cause === undefined) return verdict;
  const { outcome, problem, sentence, evidence } = verdict;
  if (outcome === 'growth' && outside.has(problem)) {
    const told = cause.kind === 'unknown' ? sentence : `${sentence}: ${cause.sentence}`;
    return { ...verdict, sentence: told, evidence: [...evidence, ...cause.evidence], next: adviceFor(cause) };
  }
  const open = onlyOpenPart(verdict);
  if (cause.isProven && open !== undefined && open === clears[cause.kind])
    return cleared(verdict, cause, open);
  if (cause.kind === 'unknown' && cause.experiment === undefined) return verdict;
  const said = cause.kind === 'unknown' ? [] : [cause.sentence];
  return {
    ...verdict,
    evidence: [...evidence, ...said, ...cause.evidence],
    next: [...verdict.next, ...(outcome === 'none' && cause.kind !== 'unknown' ? adviceFor(cause) : [])],
  };
}

/** What a collection gave back was no growth, and neither is what the allocator has, if no more of it is in use or freed. */
const clears: Readonly<Partial<Record<NativeCauseKind, PartName>>> = { lazy: 'external', kept: 'native' };

/** The one part that was not judged, if everything else does not grow. */
function onlyOpenPart({ outcome, parts = [] }: Verdict): PartName | undefined {
  const open = parts.filter(({ state }) => state !== 'does-not-grow');
  return outcome === 'inconclusive' && open.length === 1 ? open[0]!.name : undefined;
}

function cleared(verdict: Verdict, cause: NativeCause, open: PartName): Verdict {
  return {
    ...verdict,
    outcome: 'none',
    problem: 'none',
    sentence: `no sustained growth: ${cause.sentence.replace(/^no leak: /, '')}`,
    confidence: clearedConfidence,
    evidence: cause.evidence,
    next: adviceFor(cause),
    parts: verdict.parts?.map((part) => (part.name === open ? judged(part, cause) : part)) ?? [],
  };
}

/** It was measured once, not judged over all of the time. */
const clearedConfidence = 0.8;

function judged(part: JudgedPart, { sentence }: NativeCause): JudgedPart {
  return { ...part, state: 'does-not-grow', reason: sentence };
}
