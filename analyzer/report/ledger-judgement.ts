import type { GrowthSign, LedgerState } from '../../format/ledger-judgement.ts';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { TimeLeft } from '../../format/memory-trend.ts';
import type { PartName, ProblemKind, Verdict } from '../../format/verdict.ts';
import { signLimits } from '../../judgement/parameters/ledger.ts';
import { heapRises } from '../triage/heap-rise.ts';
import { triage } from '../triage/judge.ts';
import { judgeProcesses } from '../triage/judge-processes.ts';
import { askedParts } from './asked-parts.ts';
import { partOfLedger } from './judged-parts.ts';
import { triageVerdict } from './triage-verdict.ts';

/** What a heap snapshot of the target itself can explain. */
const shownByCaptures: ReadonlySet<ProblemKind> = new Set(['retained-objects', 'external', 'handles']);

export interface LedgerJudgement {
  readonly verdict: Verdict;
  /** The soonest first. */
  readonly timeLeft: readonly TimeLeft[];
}

/** What the samples of one process, from its start to now, say of its memory. */
export function judgeLedger(samples: readonly MemorySample[]): LedgerJudgement | undefined {
  const life = judgeProcesses([{ readings: samples.map((sample) => ({ sample })) }]).at(-1);
  return life && { verdict: triageVerdict(life), timeLeft: life.triage.timeLeft };
}

/** What grows, once the samples prove it. */
export function growthIn(samples: readonly MemorySample[]): GrowthSign | undefined {
  const judged = judgeLedger(samples);
  return judged && growthSign(judged);
}

export function growthSign({ verdict }: LedgerJudgement): GrowthSign | undefined {
  const { outcome, problem, sentence, confidence } = verdict;
  if (outcome !== 'growth' || confidence < signLimits.sureEnough) return undefined;
  return { sentence, inHeap: shownByCaptures.has(problem) };
}

/** What the samples of a recording that goes on cannot judge yet. */
export function unjudgedIn(samples: readonly MemorySample[], parts?: readonly PartName[]): LedgerState {
  const judged = triage(samples);
  const unjudged = askedParts({ samples, parts })
    .filter((name) => name !== 'heap')
    .filter((name) => partOfLedger(name, judged).state === 'not-judged');
  return { unjudged, heapRises: heapRises(samples) };
}
