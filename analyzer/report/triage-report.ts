import type { MemoryTrend } from '../../format/memory-trend.ts';
import { count, counted } from '../../format/quantities.ts';
import { type Report, type ReportTarget, reportSchemaVersion } from '../../format/report.ts';
import { tool } from '../../format/tool.ts';
import type { EpochMillis } from '../../format/units.ts';
import type { ProcessVerdict, Verdict, VerdictOutcome } from '../../format/verdict.ts';
import type { JudgedLife } from '../triage/judge-processes.ts';
import { deathsVerdict } from './death-verdict.ts';
import { triageVerdict } from './triage-verdict.ts';

export interface TriagedFrom {
  readonly target?: ReportTarget;
  /** What was torn, assumed or left out while reading, in words. */
  readonly limits: readonly string[];
}

/** `ps` of a whole machine names thousands; a report is read by people. */
const mostProcesses = 100;
/** What weighs more in a report about several processes. */
const weight: Readonly<Record<VerdictOutcome, number>> = { growth: 3, possible: 2, none: 1, inconclusive: 0 };

/** The report of what ledgers alone say. The verdict is that of the worst process, or of the longest quiet one. */
export function buildTriageReport(
  lives: readonly JudgedLife[],
  { target, limits }: TriagedFrom,
  createdAt: EpochMillis,
): Report {
  const judged = lives.map((life) => ({ life, verdict: triageVerdict(life) })).sort(worstFirst);
  const [worst] = judged;
  const several = judged.length > 1;
  return {
    schemaVersion: reportSchemaVersion,
    tool,
    createdAt,
    verdict: several ? amongSeveral(worst, judged) : worst.verdict,
    suspects: [],
    intervals: [],
    coverage: {
      captures: 0,
      method: 'ledger-only',
      notSeen: notSeen(worst.life, worst.verdict),
      limits: [
        ...limits,
        ...(judged.length > mostProcesses
          ? [`${count(judged.length - mostProcesses)} more processes were judged but are not listed`]
          : []),
      ],
    },
    ...(target === undefined ? {} : { target }),
    memory: memoryOf(worst.life),
    ...(several ? { processes: judged.slice(0, mostProcesses).map(asProcess) } : {}),
  };
}

interface Judged {
  readonly life: JudgedLife;
  readonly verdict: Verdict;
}

/** Where children grow, the child that does says more than its parent. Among equals the life that is still under way, then what was watched for longest. */
function worstFirst(a: Judged, b: Judged): number {
  return (
    weight[b.verdict.outcome] - weight[a.verdict.outcome] ||
    Number(a.verdict.problem === 'children') - Number(b.verdict.problem === 'children') ||
    Number(a.life.ended ?? false) - Number(b.life.ended ?? false) ||
    b.verdict.confidence * b.life.triage.duration - a.verdict.confidence * a.life.triage.duration ||
    b.life.triage.duration - a.life.triage.duration
  );
}

function amongSeveral(worst: Judged, judged: readonly Judged[]): Verdict {
  const { life, verdict } = worst;
  const number = (outcome: VerdictOutcome) =>
    judged.filter((each) => each.verdict.outcome === outcome).length;
  const parts = [
    [number('growth'), 'grow', 'grows'],
    [number('possible'), 'may grow', 'may grow'],
    [number('none'), 'do not grow', 'does not grow'],
    [number('inconclusive'), 'cannot be judged', 'cannot be judged'],
  ] as const;
  const told = parts
    .filter(([some]) => some > 0)
    .map(([some, many, one]) => `${count(some)} ${some === 1 ? one : many}`);
  const what = judged.some((each) => each.life.life !== undefined) ? 'run' : 'process';
  const deaths = deathsVerdict(judged.map((each) => each.life));
  const isSeenGrowing =
    verdict.outcome === 'growth' || (verdict.outcome === 'possible' && life.end === undefined);
  if (deaths !== undefined && !isSeenGrowing) return deaths;
  return {
    ...verdict,
    sentence: `${nameOf(life)}: ${verdict.sentence}`,
    evidence: [
      ...verdict.evidence,
      ...(deaths === undefined ? [] : [deaths.sentence]),
      `of ${counted(judged.length, what)}${what === 'run' ? ' between restarts' : ''}, ${told.join(', ')}`,
    ],
  };
}

/** How a reader knows the process: `pid 4711, life 2`. */
export function nameOf({ pid, life }: { readonly pid?: string; readonly life?: number }): string {
  const process = pid === undefined ? 'the process' : /^\d+$/.test(pid) ? `pid ${pid}` : pid;
  if (life === undefined) return process;
  return life === 1 ? `${process} before its restart` : `${process} after restart ${life - 1}`;
}

function asProcess({ life, verdict }: Judged): ProcessVerdict {
  return {
    ...(life.pid === undefined ? {} : { pid: life.pid }),
    ...(life.life === undefined ? {} : { life: life.life }),
    verdict,
    memory: memoryOf(life),
  };
}

function memoryOf({ triage, timeless }: JudgedLife): MemoryTrend {
  const { duration, samples, series, timeLeft } = triage;
  return {
    duration: timeless ? 0 : duration,
    samples,
    series,
    ...(timeLeft.length === 0 ? {} : { timeLeft }),
    ...(timeless ? { perSample: true } : {}),
  };
}

function notSeen({ known, triage, ended }: JudgedLife, { outcome }: Verdict): string[] {
  const texts: string[] = [];
  if (known.size === 0) texts.push('how memory grew: the log has no sample of this process');
  else if (!known.has('heapUsed') && !known.has('rss')) {
    texts.push('resident memory and the JavaScript heap');
  } else if (!known.has('rss')) texts.push('memory outside the JavaScript heap');
  else if (!known.has('heapUsed')) {
    texts.push(
      'the JavaScript heap: resident memory alone does not separate it from external and native memory',
    );
  } else if (!known.has('external')) {
    texts.push('external memory: these samples do not separate it from native memory');
  } else if (triage.trends.native === undefined) texts.push('native memory: heapTotal and rss are needed');
  if (outcome === 'growth' && !ended && triage.timeLeft.length === 0) {
    texts.push('the time left: memory approaches no known limit (--limit 4g sets one)');
  }
  texts.push('who holds the memory: this needs captures (heaptrail attach PID)');
  return texts;
}
