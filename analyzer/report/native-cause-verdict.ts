import type { NativeCause } from '../../format/native-cause.ts';
import type { JudgedPart, ProblemKind, Verdict } from '../../format/verdict.ts';
import { adviceFor } from './native-cause.ts';

/** What the ledger says grows outside of the heap. */
const outside: ReadonlySet<ProblemKind> = new Set(['native', 'external', 'threads']);

/** Says why memory outside of the heap is resident, if that is what the verdict is about, or if it is worth a word. */
export function withCause(verdict: Verdict, cause: NativeCause | undefined): Verdict {
  if (cause === undefined) return verdict;
  const { outcome, problem, sentence, evidence } = verdict;
  if (outcome === 'growth' && outside.has(problem)) {
    const told = cause.kind === 'unknown' ? sentence : `${sentence}: ${cause.sentence}`;
    return { ...verdict, sentence: told, evidence: [...evidence, ...cause.evidence], next: adviceFor(cause) };
  }
  if (cause.kind === 'lazy' && cause.isProven && onlyBuffersAreOpen(verdict)) return cleared(verdict, cause);
  if (cause.kind === 'unknown' && cause.experiment === undefined) return verdict;
  const said = cause.kind === 'unknown' ? [] : [cause.sentence];
  return {
    ...verdict,
    evidence: [...evidence, ...said, ...cause.evidence],
    next: [...verdict.next, ...(outcome === 'none' && cause.kind !== 'unknown' ? adviceFor(cause) : [])],
  };
}

/** Everything else was judged, and does not grow. */
function onlyBuffersAreOpen({ outcome, parts = [] }: Verdict): boolean {
  const open = parts.filter(({ state }) => state !== 'does-not-grow');
  return outcome === 'inconclusive' && open.length === 1 && open[0]!.name === 'external';
}

/** What a collection gave back was no growth. */
function cleared(verdict: Verdict, cause: NativeCause): Verdict {
  const { longer: _, ...rest } = verdict as Verdict & { readonly longer?: unknown };
  return {
    ...rest,
    outcome: 'none',
    problem: 'none',
    sentence: `no sustained growth: ${cause.sentence.replace(/^no leak: /, '')}`,
    confidence: lazyConfidence,
    evidence: cause.evidence,
    next: adviceFor(cause),
    parts: verdict.parts?.map((part) => (part.name === 'external' ? judged(part, cause) : part)) ?? [],
  };
}

/** One collection was seen to give it back. */
const lazyConfidence = 0.8;

function judged(part: JudgedPart, { sentence }: NativeCause): JudgedPart {
  return { ...part, state: 'does-not-grow', reason: sentence };
}
