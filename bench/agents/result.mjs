// What the table says of one recording, and where it is kept.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyze } from './recorded-command.mjs';

const reports = fileURLToPath(new URL('../.cache/agents/reports', import.meta.url));

/** Analyzes a recording and keeps its report as JSON. */
export async function judged(label, out) {
  const { report, seconds, cpu } = await analyze(out);
  mkdirSync(reports, { recursive: true });
  writeFileSync(join(reports, `${label}.json`), `${JSON.stringify(report, null, 1)}\n`);
  const recording = JSON.parse(readFileSync(join(out, 'recording.json'), 'utf8'));
  const { captures } = recording;
  const heap = report.memory.series.find(({ name }) => name === 'heapUsed');
  return {
    captures: captures.filter(({ status }) => status === 'whole').length,
    captureBytes: captures.at(-1)?.size,
    pauseSeconds: captures.reduce((sum, { duration }) => sum + duration, 0) / 1000 / captures.length,
    heap,
    analyzeSeconds: seconds,
    analyzeCpu: cpu,
    outcome: report.verdict.outcome,
    sentence: report.verdict.sentence,
    suspects: report.suspects.map(({ title, confidence, fingerprint, path, holders }) => {
      return { title, confidence, fingerprint, path, holders };
    }),
    limits: report.coverage.limits,
  };
}
