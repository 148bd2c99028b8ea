import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { peakReport } from '../analyzer/peak/peak-report.ts';
import { peakJsonSchema } from '../scripts/report-schema.mjs';
import { closed } from './closed-schema.ts';
import { examplePeak } from './example-peak.ts';

const { run, seen } = examplePeak;
const check = new Ajv2020({ strict: true }).compile(closed(peakJsonSchema()));
const { peak: _, ...unseen } = run;

it.each([
  ['a peak', peakReport(run, { ...seen, recording: 'peak.heaptrail' }, 1 << 30)],
  ['a peak without a capture', peakReport(run, undefined, undefined)],
  ['a run that was over soon', peakReport({ ...unseen, curve: [] }, undefined, undefined)],
])('the JSON Schema describes %s', (_, report) => {
  expect(check(JSON.parse(JSON.stringify(report))) || check.errors).toBe(true);
});

it('the JSON Schema fits no peak without its bytes', () => {
  const report = peakReport(run, seen, undefined);
  expect(check({ ...report, peak: { ...report.peak, bytes: undefined } })).toBe(false);
});
