import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../analyzer/report/json.ts';
import { leakyReport, reportsByOutcome } from '../testing/example-reports.ts';
import { reportJsonSchema } from './report-schema.ts';
import { sizeOf } from './suspect-size.ts';

const ajv = new Ajv2020({ strict: true });
formats.default(ajv);
const check = ajv.compile(reportJsonSchema());

describe('the JSON Schema of a report', () => {
  it.each(Object.entries(reportsByOutcome))('fits a report of %s', (_, report) => {
    expect(check(JSON.parse(renderJson(report))) || check.errors).toBe(true);
  });

  it.each([
    ['without a verdict', ({ verdict: _, ...report }: typeof leakyReport) => report],
    [
      'with another kind',
      (report: typeof leakyReport) => ({ ...report, suspects: [{ ...report.suspects[0], kind: 'x' }] }),
    ],
    [
      'with a share above 1',
      (report: typeof leakyReport) => ({ ...report, verdict: { ...report.verdict, confidence: 2 } }),
    ],
  ])('fits none %s', (_, change) => {
    expect(check(change(leakyReport))).toBe(false);
  });

  it('has the time as people read it, and the size that texts print', () => {
    const json = JSON.parse(renderJson(leakyReport));
    expect(json.createdAtIso).toBe(new Date(leakyReport.createdAt).toISOString());
    expect(json.suspects[0].size).toEqual(sizeOf(leakyReport.suspects[0]!));
    expect(check(json)).toBe(true);
  });
});
