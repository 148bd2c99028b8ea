import { describe, expect, it } from 'vitest';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { leakyReport, quietReport, sessions, unproven } from '../../testing/example-reports.ts';
import { applyBaseline, type Baseline, updatedBaseline } from './baseline.ts';
import { renderText } from './text.ts';

const none: Baseline = { suspects: [] };
const tolerance = 0.25;

/** A report with these suspects, with a hundred operations in each interval or none counted. */
function reportOf(suspects: readonly Suspect[], operations: number | 'not counted' = 100): Report {
  const [first, ...others] = suspects;
  const sentence = others.length === 0 ? first.title : `${first.title} (${others.length} more suspect)`;
  const interval = { from: 'a', to: 'b', ...(operations === 'not counted' ? {} : { operations }) };
  return {
    ...leakyReport,
    verdict: { ...leakyReport.verdict, sentence },
    suspects,
    intervals: [interval, interval, interval],
  };
}

function at(objectsPerOperation: number, suspect = sessions): Suspect {
  return { ...suspect, growth: { ...suspect.growth, objectsPerOperation } };
}

describe('a baseline', () => {
  it('accepts what is proven, sorted by holder and in three digits', () => {
    const queue: Suspect = {
      ...at(1.23456, sessions),
      fingerprint: '00000001',
      holders: [{ name: 'Array', expression: 'a.queue', path: [], share: 1 }],
    };
    expect(updatedBaseline(reportOf([at(1), queue, unproven]), none, tolerance)).toEqual({
      suspects: [
        {
          fingerprint: '00000001',
          holder: 'src/client.mjs:a.queue',
          kind: 'map',
          rate: { per: 'operation', objects: 1.23, bytes: 13600 },
        },
        {
          fingerprint: '7f3a91c2',
          holder: 'src/client.mjs:open.sessions',
          kind: 'map',
          rate: { per: 'operation', objects: 1, bytes: 13600 },
        },
      ],
    });
  });

  it('takes what it accepts out of the verdict, and says at which rate', () => {
    const report = reportOf([at(1)]);
    const compared = applyBaseline(report, updatedBaseline(report, none, tolerance), tolerance);
    expect(compared.verdict).toMatchObject({
      outcome: 'none',
      sentence: 'nothing grows except what the baseline accepts (1 suspect)',
    });
    expect(compared.suspects).toEqual([]);
    expect(compared.suppressed).toMatchObject([
      {
        list: 'baseline',
        reason: 'accepted at 1 object per operation',
        suspect: { fingerprint: '7f3a91c2' },
      },
    ]);
    expect(renderText(compared)).toContain(
      `known[7f3a91c2]: ${sessions.title} (accepted at 1 object per operation)`,
    );
  });

  it('keeps what became faster beyond the tolerance, and says so', () => {
    const baseline = updatedBaseline(reportOf([at(1)]), none, tolerance);
    expect(applyBaseline(reportOf([at(1.24)]), baseline, tolerance).suspects).toEqual([]);
    const faster = applyBaseline(reportOf([at(1.5)]), baseline, tolerance);
    expect(faster.verdict.outcome).toBe('growth');
    expect(faster.suspects[0].evidence[0]).toBe(
      'faster than the baseline accepts: 1.5 objects per operation instead of 1 object per operation',
    );
    expect(faster.baseline).toEqual([
      { fingerprint: '7f3a91c2', holder: 'src/client.mjs:open.sessions', state: 'faster' },
    ]);
  });

  it('compares bytes if no objects are counted', () => {
    const text = (bytesPerInterval: number): Suspect => ({
      ...sessions,
      kind: 'string-buffer',
      growth: { objectsPerInterval: 0, bytesPerInterval },
    });
    const baseline = updatedBaseline(reportOf([text(1000)]), none, tolerance);
    expect(applyBaseline(reportOf([text(1200)]), baseline, tolerance).suspects).toEqual([]);
    expect(applyBaseline(reportOf([text(1300)]), baseline, tolerance).suspects[0].evidence[0]).toBe(
      'faster than the baseline accepts: 13 B per operation instead of 10 B per operation',
    );
  });

  it('does not compare rates per operation with rates per interval', () => {
    const baseline = updatedBaseline(reportOf([at(1)], 'not counted'), none, tolerance);
    expect(baseline.suspects[0].rate.per).toBe('interval');
    expect(applyBaseline(reportOf([at(1)], 'not counted'), baseline, tolerance).suspects).toEqual([]);
    expect(applyBaseline(reportOf([at(1)]), baseline, tolerance).suspects).toHaveLength(1);
  });

  it('accepts one suspect with each entry, though two have the same fingerprint', () => {
    const baseline = updatedBaseline(reportOf([at(1)]), none, tolerance);
    const twin = { ...at(1), holders: [{ name: 'Map', expression: 'other', path: [], share: 1 }] };
    expect(applyBaseline(reportOf([twin, at(1)]), baseline, tolerance).suspects).toEqual([twin]);
    const both = updatedBaseline(reportOf([twin, at(1)]), baseline, tolerance);
    expect(applyBaseline(reportOf([at(1), twin]), both, tolerance).suspects).toEqual([]);
  });

  it('tells what is new and what is gone', () => {
    const baseline = updatedBaseline(reportOf([at(1)]), none, tolerance);
    const fresh = { ...sessions, fingerprint: '00000002' };
    const compared = applyBaseline(reportOf([fresh]), baseline, tolerance);
    expect(compared.verdict.outcome).toBe('growth');
    expect(compared.baseline?.map(({ fingerprint, state }) => [fingerprint, state])).toEqual([
      ['00000002', 'new'],
      ['7f3a91c2', 'gone'],
    ]);
    const quiet = applyBaseline(quietReport, baseline, tolerance);
    expect(quiet.verdict).toEqual(quietReport.verdict);
    expect(renderText(quiet)).toContain(
      'gone[7f3a91c2]: src/client.mjs:open.sessions no longer grows: --update removes it from the baseline',
    );
  });

  it('changes only where the program did', () => {
    const before = updatedBaseline(reportOf([at(1)]), none, tolerance);
    expect(updatedBaseline(reportOf([at(1.1)]), before, tolerance)).toEqual(before);
    expect(updatedBaseline(reportOf([at(0.5)]), before, tolerance).suspects[0].rate.objects).toBe(0.5);
    expect(updatedBaseline(quietReport, before, tolerance)).toEqual(none);
  });

  it('keeps the reason that a person wrote down', () => {
    const [accepted] = updatedBaseline(reportOf([at(1)]), none, tolerance).suspects;
    const reasoned = { suspects: [{ ...accepted, reason: 'the audit log stays' }] };
    expect(applyBaseline(reportOf([at(1)]), reasoned, tolerance).suppressed?.[0].reason).toBe(
      'the audit log stays, at 1 object per operation',
    );
    expect(updatedBaseline(reportOf([at(9)]), reasoned, tolerance).suspects[0].reason).toBe(
      'the audit log stays',
    );
  });
});
