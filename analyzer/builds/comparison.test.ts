import { describe, expect, it } from 'vitest';
import { type BuildProof, type BuildState, proveBuilds } from '../../judgement/builds.ts';
import { leakyReport } from '../../testing/example-reports.ts';
import type { Change, ReportDiff } from '../report/compare-reports.ts';
import { junitReporter } from '../report/junit.ts';
import { sentenceOf } from './build-words.ts';
import type { BuildComparison } from './comparison.ts';
import { renderComparisonMarkdown } from './comparison-markdown.ts';
import { renderComparisonText } from './comparison-text.ts';
import { reportOfComparison } from './report-of-comparison.ts';

const [clean, leaky] = [
  { objects: [0.01, 0, 0.02], bytes: [30, 31, 32] },
  { objects: [1.01, 1.02, 1], bytes: [62, 63, 64] },
];

/** Of the head against the base; the better one is the leaky one that was fixed. */
function measuresOf(state: BuildState): readonly BuildProof[] {
  const [base, head] = state === 'better' ? [leaky, clean] : [clean, leaky];
  return (['objects', 'bytes'] as const).map((measure) =>
    proveBuilds({ measure, base: base[measure], head: head[measure], operations: 500 }),
  );
}

function comparison(change: Partial<BuildComparison> = {}): BuildComparison {
  const state = change.state ?? 'worse';
  const measures = measuresOf(state);
  return {
    schemaVersion: 1,
    tool: { name: 'heaptrail', version: '0.1.0' },
    createdAt: 0,
    state,
    sentence: sentenceOf(state, measures, 'request'),
    base: { command: 'node main/server.js' },
    head: { command: 'node server.js' },
    workload: '503 requests to http://127.0.0.1:3000/ over 10 connections',
    per: 'request',
    operations: 503,
    rounds: 3,
    took: 45_000,
    measures,
    notes: [],
    ...change,
  };
}

function change(fingerprint: string, before: number, after: number): Change {
  return {
    fingerprint,
    title: `Map \`${fingerprint}\` gains entries`,
    confirmed: true,
    unit: 'objects per operation',
    before,
    after,
  };
}

function diff(change: Partial<ReportDiff>): ReportDiff {
  const { verdict } = leakyReport;
  return {
    schemaVersion: 1,
    before: verdict,
    after: verdict,
    worse: true,
    new: [],
    gone: [],
    faster: [],
    slower: [],
    same: [],
    kept: [],
    ...change,
  };
}

describe('a comparison in words', () => {
  it('leads with the difference and its interval', () => {
    const text = renderComparisonText(comparison());
    expect(text).toMatch(
      /^worse: 1\.00 more objects stay per request \(95 % between 0\.98 and 1\.02\), was 0\.01, is 1\.01$/m,
    );
    expect(text).toContain(
      '  objects that stay           0.01 (0.00 to 0.03)  1.01 (0.99 to 1.03)  +1.00 (+0.98 to +1.02)  worse\n',
    );
    expect(text).toMatch(/^looked at: 3 processes of each build, 503 requests in each interval/m);
  });

  it('says what helps if nothing is clear', () => {
    const text = renderComparisonText(comparison({ state: 'unclear', endedBy: 'time is over' }));
    expect(text).toContain('ended early: time is over\n');
    expect(text).toContain(
      'next: allow more rounds with --limit, or do more in each interval, for example --requests 2012\n',
    );
  });

  it('has no interval of one process', () => {
    const one = [proveBuilds({ measure: 'objects', base: [1], head: [3], operations: 500 })];
    const sentence = sentenceOf('unclear', one, 'request');
    expect(sentence).toBe('not clear yet: 2.00 objects more per request');
    expect(renderComparisonText(comparison({ state: 'unclear', sentence, measures: one }))).toMatch(
      /^ {2}objects that stay +1\.00 +3\.00 +\+2\.00 +unclear$/m,
    );
  });

  it('names what is new, and what is faster by less than two recordings alone would tell', () => {
    const reason = diff({ same: [change('aaaaaaaa', 1, 1.03), change('bbbbbbbb', 1, 1.005)] });
    const text = renderComparisonText(comparison({ reason }));
    expect(text).toMatch(/^faster\[aaaaaaaa\]: .* 1\.03 objects per operation after\)$/m);
    expect(text).not.toContain('bbbbbbbb');
  });

  it.each<BuildState>(['worse', 'better', 'same', 'unclear'])(
    '%s has at most 40 lines as a comment',
    (state) => {
      const faster = Array.from({ length: 50 }, (_, k) => change(`${k}`.padStart(8, '0'), 1, 2));
      const notes = Array.from({ length: 50 }, (_, k) => `note ${k}`);
      const text = renderComparisonMarkdown(
        comparison({ state, notes, endedBy: 'time is over', reason: diff({ faster }) }),
      );
      expect(text.split('\n').length).toBeLessThanOrEqual(40);
      expect(text).toContain('- … 38 more');
    },
  );
});

describe('a comparison for CI', () => {
  const junit = (given: BuildComparison, later = leakyReport) =>
    junitReporter.render(reportOfComparison(given, given.reason === undefined ? undefined : later), {});

  it('fails with its sentence if it is worse, without a recording too', () => {
    expect(junit(comparison())).toMatch(
      /failures="1" errors="0"[\s\S]*worse: 1\.00 more objects stay per request/,
    );
  });

  it('passes if both are the same, and is an error if nothing is clear', () => {
    expect(junit(comparison({ state: 'same' }))).toContain('failures="0" errors="0"');
    expect(junit(comparison({ state: 'unclear' }))).toContain('failures="0" errors="1"');
  });

  it('accepts the suspects of the head that the base has too', () => {
    const later = leakyReport;
    expect(later.suspects.length).toBeGreaterThan(0);
    const isNew = diff({ new: later.suspects });
    const number = (text: string, of: string) => Number(new RegExp(`${of}="(\\d+)"`).exec(text)![1]);
    const [fresh, known] = [isNew, diff({})].map((reason) => junit(comparison({ reason }), later));
    expect(number(fresh, 'skipped')).toBe(0);
    expect(number(known, 'skipped')).toBe(later.suspects.length);
    // What the comparison itself says.
    expect(number(known, 'failures')).toBe(1);
  });
});
