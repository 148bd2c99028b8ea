import { describe, expect, it } from 'vitest';
import type { Report } from '../../format/report.ts';
import type { Growth, Suspect } from '../../format/suspect.ts';
import type { Verdict } from '../../format/verdict.ts';
import { compareReports } from './compare-reports.ts';
import { renderDiffText } from './diff-text.ts';

const quiet: Verdict = {
  outcome: 'none',
  problem: 'none',
  sentence: 'no sustained growth in 4 captures (heap +0.1 MiB, noise ±0.0)',
  confidence: 0.9,
  evidence: [],
  next: [],
};
const leaking: Verdict = {
  ...quiet,
  outcome: 'growth',
  problem: 'retained-objects',
  sentence: 'something grows',
};

function report(verdict: Verdict, ...suspects: Suspect[]): Report {
  return {
    schemaVersion: 1,
    tool: { name: 'heaptrail', version: '0.1.0' },
    createdAt: 0,
    verdict,
    suspects,
    intervals: [],
    coverage: { captures: 4, method: 'survivors-by-birth', notSeen: [], limits: [] },
  };
}

function suspect(fingerprint: string, growth: Partial<Growth> = {}, confirmed = true): Suspect {
  return {
    fingerprint,
    kind: 'map',
    title: `Map \`${fingerprint.slice(0, 1)}\` grows`,
    confidence: 0.9,
    confirmed,
    path: [{ edge: '', name: 'agent.mjs', kind: 'module' }],
    holders: [],
    survivors: { counts: [], bytes: [] },
    growth: { objectsPerInterval: 10, bytesPerInterval: 4096, ...growth },
    externalShare: 0,
    retainedSize: 0,
    entryClass: 'Entry',
    entryCount: 0,
    evidence: [],
    remedy: [],
  };
}

const [a, b] = ['aaaaaaaa', 'bbbbbbbb'];

describe('two reports of one program', () => {
  it('are not worse if nothing changed beyond what two runs differ by', () => {
    const diff = compareReports(
      report(leaking, suspect(a)),
      report(leaking, suspect(a, { bytesPerInterval: 4800 })),
    );
    expect(diff.worse).toBe(false);
    expect(diff.same).toMatchObject([
      { fingerprint: a, before: 4096, after: 4800, unit: 'bytes per interval' },
    ]);
  });

  it('are just within what two runs differ by', () => {
    const changed = (bytesPerInterval: number) => {
      const { faster, slower, same } = compareReports(
        report(leaking, suspect(a, { bytesPerInterval: 4000 })),
        report(leaking, suspect(a, { bytesPerInterval })),
      );
      return [faster.length, slower.length, same.length];
    };
    expect(changed(5000)).toEqual([0, 0, 1]);
    expect(changed(5001)).toEqual([1, 0, 0]);
    expect(changed(3200)).toEqual([0, 0, 1]);
    expect(changed(3199)).toEqual([0, 1, 0]);
  });

  it('are worse by a new or faster proven suspect, and by nothing else', () => {
    const one = report(leaking, suspect(a));
    expect(compareReports(one, report(leaking, suspect(a), suspect(b))).worse).toBe(true);
    expect(compareReports(one, report(leaking, suspect(a, { bytesPerInterval: 9000 }))).worse).toBe(true);
    expect(compareReports(one, report(leaking, suspect(a, { bytesPerInterval: 1000 }))).worse).toBe(false);
    expect(compareReports(one, report(leaking, suspect(a), suspect(b, {}, false))).worse).toBe(false);
    expect(compareReports(one, report(quiet)).worse).toBe(false);
  });

  it('are compared by the fairest rate that both have', () => {
    const before = suspect(a, { objectsPerOperation: 1, bytesPerHour: 10, bytesPerInterval: 1 });
    const busier = suspect(a, { objectsPerOperation: 1, bytesPerHour: 100, bytesPerInterval: 50 });
    expect(compareReports(report(leaking, before), report(leaking, busier)).same[0].unit).toBe(
      'objects per operation',
    );
    const { objectsPerOperation: _, ...uncounted } = busier.growth;
    const longer = { ...busier, growth: uncounted };
    expect(compareReports(report(leaking, before), report(leaking, longer)).faster[0].unit).toBe(
      'bytes per hour',
    );
  });

  it('are worse by a new kind of growth outside the heap', () => {
    const native: Verdict = { ...leaking, problem: 'native' };
    expect(compareReports(report(quiet), report(native)).worse).toBe(true);
    expect(compareReports(report(native), report(native)).worse).toBe(false);
  });

  it('read as what got worse first', () => {
    const before = report(
      leaking,
      suspect(a),
      suspect('cccccccc', { bytesPerHour: 4 * 2 ** 20 }),
      suspect('dddddddd'),
    );
    const after = report(
      leaking,
      suspect(a, { bytesPerInterval: 8192 }),
      suspect('cccccccc', { bytesPerHour: 2 ** 20 }),
      suspect(b, {}, false),
    );
    expect(renderDiffText(compareReports(before, after))).toBe(`\
worse: 1 new suspect, 1 faster, 1 slower, 1 gone
new[bbbbbbbb]: Map \`b\` grows (4.0 KiB per interval, not proven)
  --> agent.mjs (module scope)
faster[aaaaaaaa]: Map \`a\` grows (4.0 KiB per interval before, 8.0 KiB per interval after)
slower[cccccccc]: Map \`c\` grows (4.0 MiB/h before, 1.0 MiB/h after)
gone[dddddddd]: Map \`d\` grows (4.0 KiB per interval)
  --> agent.mjs (module scope)
before: something grows
after: something grows
`);
    expect(renderDiffText(compareReports(report(quiet), report(quiet)))).toMatch(
      /^not worse: no suspects before or after$/m,
    );
  });

  it('are better only if suspects are gone or slower, none is new, and the rest was judged', () => {
    const headline = (before: Report, after: Report) =>
      renderDiffText(compareReports(before, after)).split('\n')[0];
    const two = report(leaking, suspect(a), suspect(b));
    expect(headline(two, report(quiet))).toBe('better: 2 suspects gone, none new');
    expect(headline(two, report(leaking, suspect(a)))).toBe('better: 1 suspect gone, 1 unchanged, none new');
    expect(headline(two, two)).toBe('not worse: 2 suspects unchanged, none new');
    expect(headline(two, report({ ...quiet, outcome: 'inconclusive' }))).toBe(
      'not worse: 2 suspects gone, none new',
    );
    expect(headline(two, report(leaking, suspect(a), suspect('cccccccc', {}, false)))).toBe(
      'not worse: 1 new suspect, 1 gone, 1 unchanged',
    );
  });
});

describe('what stays of two recordings', () => {
  const counting = (counts: readonly number[], operations: number): Report => ({
    ...report(leaking, { ...suspect(a), survivors: { counts, bytes: [] } }),
    intervals: [1, 2, 3].map((k) => ({ from: String(k), to: String(k + 1), operations })),
  });

  it('is told per operation, with intervals, but not of the last interval', () => {
    const diff = compareReports(counting([5, 50, 50, 900], 50), counting([5, 100, 100, 900], 50));
    const [{ per, before, after }] = diff.kept;
    expect({ per, before: before!.value, after: after!.value }).toEqual({
      per: 'operation',
      before: 1,
      after: 2,
    });
    expect(before!.low).toBeCloseTo(0.84, 1);
    expect(before!.high).toBeCloseTo(1.18, 1);
    expect(renderDiffText(diff)).toMatch(
      /^ {2}= entries that stay per operation: 1 before \(90 %: 0\.841 to 1\.18\), 2 after \(90 %: 1\.\d+ to 2\.\d+\)$/m,
    );
  });

  it('is told of the recording alone that has the suspect', () => {
    const clean = { ...counting([], 50), suspects: [] };
    const [{ before, after }] = compareReports(clean, counting([5, 100, 100, 900], 50)).kept;
    expect([before, after?.value]).toEqual([undefined, 2]);
  });

  it('is not told of captures that were compared by paths', () => {
    const paths = counting([5, 100, 100, 900], 50);
    const coverage = { ...paths.coverage, method: 'path-classes' } as const;
    expect(compareReports({ ...paths, coverage }, { ...paths, coverage }).kept).toEqual([]);
  });
});
