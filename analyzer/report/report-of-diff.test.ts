import { describe, expect, it } from 'vitest';
import type { Report } from '../../format/report.ts';
import { leakyReport, nativeReport, quietReport, sessions } from '../../testing/example-reports.ts';
import { compareReports } from './compare-reports.ts';
import { reportOfDiff } from './report-of-diff.ts';

const leaky: Report = {
  ...leakyReport,
  verdict: { ...leakyReport.verdict, sentence: sessions.title },
  suspects: [sessions],
};

function worse(before: Report, after: Report): Report {
  return reportOfDiff(after, compareReports(before, after));
}

describe('a difference as a report', () => {
  it('has what is new as it is', () => {
    expect(worse(quietReport, leaky)).toMatchObject({ verdict: { outcome: 'growth' }, suspects: [sessions] });
  });

  it('accepts what was there before', () => {
    expect(worse(leaky, leaky)).toMatchObject({
      verdict: { outcome: 'none', sentence: 'nothing grows except what was there before (1 suspect)' },
      suspects: [],
      suppressed: [{ reason: 'it was there before: 1 object per operation, before 1' }],
    });
  });

  it('says what became faster', () => {
    const faster = {
      ...leaky,
      suspects: [{ ...sessions, growth: { ...sessions.growth, objectsPerOperation: 3 } }],
    };
    expect(worse(leaky, faster).suspects[0].evidence[0]).toBe(
      'faster than before: 3 objects per operation, before 1',
    );
  });

  it('accepts growth outside the heap that was there before, and no other', () => {
    expect(worse(nativeReport, nativeReport).verdict).toMatchObject({
      outcome: 'none',
      sentence: 'same as before: native memory grows 64.0 MiB/h',
    });
    expect(worse(quietReport, nativeReport).verdict.outcome).toBe('growth');
  });
});
