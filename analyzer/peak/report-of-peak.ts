import type { PeakReport } from '../../format/peak.ts';
import { bytes } from '../../format/quantities.ts';
import { type Report, reportSchemaVersion } from '../../format/report.ts';
import type { Verdict } from '../../format/verdict.ts';

/** A peak as a report, for the formats that know only reports: above its limit it fails, and else nothing was judged to grow. */
export function reportOfPeak(report: PeakReport): Report {
  const { tool, createdAt, notes, heap } = report;
  return {
    schemaVersion: reportSchemaVersion,
    tool,
    createdAt,
    verdict: verdictOf(report),
    suspects: [],
    intervals: [],
    coverage: {
      captures: heap === undefined ? 0 : 1,
      method: 'survivors-by-birth',
      notSeen: [],
      limits: notes,
    },
    ...(heap === undefined ? {} : { heapSummaries: [heap.summary] }),
  };
}

function verdictOf({ peak, limit, sentence, advice }: PeakReport): Verdict {
  const evidence = advice.map((one) => `${bytes(one.bytes)} at most: ${one.text}`);
  if (peak === undefined)
    return { outcome: 'inconclusive', problem: 'unknown', sentence, confidence: 0, evidence, next: [] };
  const isAbove = limit?.exceeded === true;
  return {
    outcome: isAbove ? 'growth' : 'none',
    problem: isAbove ? 'unknown' : 'none',
    sentence:
      limit === undefined
        ? sentence
        : `${isAbove ? 'above' : 'within'} the limit of ${bytes(limit.bytes)}: ${sentence}`,
    confidence: 1,
    evidence,
    next: [],
  };
}
