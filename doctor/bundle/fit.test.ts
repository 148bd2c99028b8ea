import { expect, it } from 'vitest';
import type { PageData, PageTable } from '../../format/page.ts';
import { leakyReport } from '../../testing/example-reports.ts';
import { fittingLines, fittingPage, fittingReport, sizeOf } from './fit.ts';

it('keeps all lines, or some at equal distances with the first and the last', () => {
  const lines = Array.from({ length: 11 }, (_, at) => `line ${String(at).padStart(2, '0')}`);
  expect(fittingLines(lines, 88)).toBe(lines);
  expect(fittingLines(lines, 87)).toEqual(lines.filter((_, at) => at !== 5));
  expect(fittingLines(lines, 24)).toEqual(['line 00', 'line 05', 'line 10']);
  expect(fittingLines(lines, 8)).toEqual([]);
});

it('shortens a report to its first suspects, and at last to its verdict', () => {
  const [suspect] = leakyReport.suspects;
  const many = { ...leakyReport, suspects: Array.from({ length: 300 }, () => suspect) };
  expect(fittingReport(many, 10_000_000)).toBe(many);
  const one = sizeOf(JSON.stringify({ ...leakyReport, suspects: [suspect] }, undefined, 2));
  expect(fittingReport(many, 12 * one).suspects).toHaveLength(10);
  const least = fittingReport(many, 1_000);
  expect(least).toMatchObject({ suspects: [], verdict: { sentence: leakyReport.verdict.sentence } });
  expect(least.coverage.limits).toEqual(['the rest of this report is too large for the bundle']);
});

/** As the build makes it. */
const code = { script: 'console.log(1)', style: '' };

/** That no compression makes small. */
function noise(length: number): PageTable {
  const text = Array.from({ length }, (_, at) =>
    Math.abs(Math.sin(at + 1))
      .toString(36)
      .slice(2),
  ).join(' ');
  return { strings: ['', text], columns: { name: Uint32Array.of(1) } } as unknown as PageTable;
}

it('leaves tables out until the page fits', () => {
  const page = {
    summary: { report: leakyReport, source: 'recording', leftOut: [], tables: ['objects', 'stacks'] },
    tables: { objects: noise(20_000), stacks: noise(30_000) },
  } as unknown as PageData;
  const whole = fittingPage(page, 10_000_000, code)!;
  const without = fittingPage(page, sizeOf(whole) - 1, code)!;
  expect(without).toContain('id="table-objects"');
  expect(without).not.toContain('id="table-stacks"');
  const bare = fittingPage(page, sizeOf(without) - 1, code)!;
  expect(bare).not.toContain('id="table-');
  expect(bare).toContain('the objects themselves: the page has to stay small');
  expect(fittingPage(page, 1_000, code)).toBeUndefined();
});
