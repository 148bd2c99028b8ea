import { expect, it } from 'vitest';
import type { PageData, PageTable } from '../../format/page.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { compareReports } from '../report/compare-reports.ts';
import { pageOfDiff } from './page-of-diff.ts';

const table: PageTable = { strings: [''], columns: {} };
const suspect = (fingerprint: string, bytesPerInterval: number) =>
  ({ fingerprint, title: fingerprint, confirmed: true, growth: { bytesPerInterval } }) as unknown as Suspect;

function page(source: string, ...suspects: Suspect[]): PageData {
  const report = {
    verdict: { outcome: 'growth', sentence: source },
    suspects,
    intervals: [],
    coverage: { method: 'path-classes' },
  } as unknown as Report;
  const summary = { report, source, captures: [], pulses: [], limits: [], leftOut: [], tables: ['classes'] };
  return { summary, tables: { classes: table } } as unknown as PageData;
}

it('is the page of the later recording, with the earlier one and what changed', () => {
  const before = page(
    'main',
    suspect('aaaaaaaa', 1024),
    suspect('bbbbbbbb', 1024),
    suspect('cccccccc', 1024),
  );
  const after = page(
    'branch',
    suspect('bbbbbbbb', 4096),
    suspect('cccccccc', 1024),
    suspect('dddddddd', 2048),
  );
  const diff = compareReports(before.summary.report, after.summary.report);
  const { summary, tables } = pageOfDiff(before, after, diff);
  expect(summary.source).toBe('branch');
  expect(summary.tables).toEqual(['classes', 'classesBefore']);
  expect(Object.keys(tables)).toEqual(['classes', 'classesBefore']);
  expect(summary.comparison?.before.source).toBe('main');
  expect(summary.comparison?.worse).toBe(true);
  expect(summary.comparison?.changes).toEqual([
    { state: 'new', fingerprint: 'dddddddd', after: '2.0 KiB per interval' },
    {
      state: 'faster',
      fingerprint: 'bbbbbbbb',
      before: '1.0 KiB per interval',
      after: '4.0 KiB per interval',
    },
    { state: 'gone', fingerprint: 'aaaaaaaa', before: '1.0 KiB per interval' },
    { state: 'same', fingerprint: 'cccccccc', before: '1.0 KiB per interval', after: '1.0 KiB per interval' },
  ]);
});
