import type { SuppressedSuspect } from '../../format/known-suspect.ts';
import { counted } from '../../format/quantities.ts';
import type { HeapReport, Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Verdict, VerdictOutcome } from '../../format/verdict.ts';

/** One that was not judged keeps all of them from being cleared. */
const weight: Readonly<Record<VerdictOutcome, number>> = { growth: 3, possible: 2, inconclusive: 1, none: 0 };
/** Seen from another heap, that of a worker is native memory and that of a child is its parent's. */
const mayBeAnotherHeap: ReadonlySet<string> = new Set(['native', 'children']);

/**
 * One report for several heaps. Its verdict names the one that is worst; a leak that grows in several, which cluster
 * workers often do, is one suspect.
 * @param heaps at least one
 * @param limits of the recording as a whole
 */
export function joinHeaps(heaps: readonly HeapReport[], limits: readonly string[]): Report {
  const ranked = [...heaps].sort(worstFirst);
  const [worst] = ranked;
  const reports = ranked.map(({ report }) => report);
  const suppressed = onceEach(reports.flatMap((report) => report.suppressed ?? []));
  return {
    ...worst.report,
    verdict: verdictAmong(ranked),
    suspects: joinSuspects(ranked),
    ...(reports.some((report) => report.suppressed) ? { suppressed } : {}),
    coverage: {
      ...worst.report.coverage,
      captures: reports.reduce((sum, { coverage }) => sum + coverage.captures, 0),
      notSeen: saidOf(ranked, ({ coverage }) => coverage.notSeen),
      limits: [...limits, ...saidOf(ranked, ({ coverage }) => coverage.limits)],
    },
    heaps: ranked,
  };
}

function onceEach(suppressed: readonly SuppressedSuspect[]): readonly SuppressedSuspect[] {
  return [...new Map(suppressed.map((each) => [each.suspect.fingerprint, each])).values()];
}

function worstFirst(a: HeapReport, b: HeapReport): number {
  const [left, right] = [a.report, b.report];
  return (
    weightOf(b) - weightOf(a) ||
    Number(mayBeAnotherHeap.has(left.verdict.problem)) -
      Number(mayBeAnotherHeap.has(right.verdict.problem)) ||
    bytesPerHour(right) - bytesPerHour(left) ||
    right.verdict.confidence - left.verdict.confidence
  );
}

/** What ended before it could be judged no longer holds anything. */
function weightOf({ ended, report: { verdict } }: HeapReport): number {
  return ended && verdict.outcome === 'inconclusive' ? -1 : weight[verdict.outcome];
}

function bytesPerHour({ suspects }: Report): number {
  return suspects
    .filter(({ confirmed }) => confirmed)
    .reduce((sum, { growth }) => sum + (growth.bytesPerHour ?? 0), 0);
}

function verdictAmong(ranked: readonly HeapReport[]): Verdict {
  const [worst] = ranked;
  const { verdict } = worst.report;
  return {
    ...verdict,
    sentence: sentence(worst, ranked),
    evidence: [...verdict.evidence, tally(ranked)],
  };
}

function sentence(
  { name, report: { verdict, suspects } }: HeapReport,
  ranked: readonly HeapReport[],
): string {
  const leaks = suspects.length > 0 && !mayBeAnotherHeap.has(verdict.problem);
  switch (verdict.outcome) {
    case 'growth':
      return `${name} ${leaks ? 'leaks' : 'grows'}: ${verdict.sentence}`;
    case 'possible':
      return `${name} may ${leaks ? 'leak' : 'grow'}: ${verdict.sentence}`;
    case 'none':
      return `no sustained growth in ${counted(ranked.filter(isQuiet).length, 'heap')} (${name}: ${verdict.sentence})`;
    case 'inconclusive':
      return `${name}: ${verdict.sentence}`;
  }
}

function isQuiet({ report }: HeapReport): boolean {
  return report.verdict.outcome === 'none';
}

/** `of 10 heaps, 1 grows, 8 do not grow, 1 cannot be judged`. */
function tally(ranked: readonly HeapReport[]): string {
  const number = (outcome: VerdictOutcome) =>
    ranked.filter(({ report }) => report.verdict.outcome === outcome).length;
  const parts = [
    [number('growth'), 'grow', 'grows'],
    [number('possible'), 'may grow', 'may grow'],
    [number('none'), 'do not grow', 'does not grow'],
    [number('inconclusive'), 'cannot be judged', 'cannot be judged'],
  ] as const;
  const told = parts
    .filter(([some]) => some > 0)
    .map(([some, many, one]) => `${some} ${some === 1 ? one : many}`);
  return `of ${counted(ranked.length, 'heap')}, ${told.join(', ')}`;
}

function joinSuspects(ranked: readonly HeapReport[]): readonly Suspect[] {
  const joined = new Map<string, Suspect>();
  for (const { name, report } of ranked) {
    for (const suspect of report.suspects) {
      const known = joined.get(suspect.fingerprint) ?? suspect;
      joined.set(suspect.fingerprint, { ...known, heaps: [...(known.heaps ?? []), name] });
    }
  }
  // What is proven in one heap comes before what is only possible in a worse one.
  return [...joined.values()].sort((a, b) => Number(b.confirmed) - Number(a.confirmed));
}

/** What holds for every heap is said once, the rest with the name of its heap. */
function saidOf(heaps: readonly HeapReport[], textsOf: (report: Report) => readonly string[]): string[] {
  const names = new Map<string, string[]>();
  for (const { name, report } of heaps) {
    for (const text of new Set(textsOf(report))) names.set(text, [...(names.get(text) ?? []), name]);
  }
  return [...names].map(([text, those]) =>
    those.length === heaps.length
      ? text
      : `${those.length > 3 ? `${those.length} heaps` : those.join(', ')}: ${text}`,
  );
}
