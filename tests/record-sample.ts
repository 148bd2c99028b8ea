import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { analyze } from '../analyzer/analyze.ts';
import { preparePage } from '../analyzer/page-data/prepare-page.ts';
import { openRecording } from '../analyzer/recording/open-recording.ts';
import { exitCodeOf } from '../cli/requests/exit-codes.ts';
import type { Report } from '../format/report.ts';
import { attachOptions } from '../samples/index.mjs';
import type { Sample } from '../samples/sample.d.mts';
import { startSample } from '../samples/start-sample.mjs';
import { assemblePage } from '../viewer/html/assemble.ts';
import { commandFile } from './heaptrail-command.ts';
import { pageOfSample } from './shared-samples.ts';

export interface Attached {
  readonly report: Report;
  readonly exitCode: number;
  readonly errors: string;
}

/** Records a sample that runs, as long as its leak takes to show, and writes the page of it if that is asked for. */
export async function attachToSample(
  pid: number,
  sample: Sample,
  out: string,
  page?: string,
): Promise<Attached> {
  const wanted = page === undefined ? [] : ['--html', page];
  const { exitCode, stdout, errors } = await attach(pid, sample, out, ['--json', ...wanted]);
  if (stdout === '') throw new Error(`no report: ${errors}`);
  return { report: JSON.parse(stdout) as Report, exitCode, errors };
}

/**
 * The same in two steps: the command records, and what it does then with the recording is done here. That takes half of
 * the time, because this process has done it before.
 */
export async function recordAndJudgeSample(
  pid: number,
  sample: Sample,
  out: string,
  page?: string,
): Promise<Attached> {
  const { exitCode: code, errors } = await attach(pid, sample, out, ['--no-analyze']);
  if (code !== 0) throw new Error(`no recording: ${errors}`);
  const report = page === undefined ? await analyze([out]) : await writePage(out, page);
  return { report, exitCode: exitCodeOf(report.verdict, 'growth'), errors };
}

/** Page and report by one analysis, as the command makes them. */
async function writePage(recording: string, file: string): Promise<Report> {
  const data = await preparePage(openRecording(recording), { source: basename(recording) });
  const built = (name: string) => readFileSync(new URL(`../dist/viewer/${name}`, import.meta.url), 'utf8');
  const code = { script: built('page.js'), style: built('page.css') };
  writeFileSync(file, assemblePage(data, { code }));
  return data.summary.report;
}

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly errors: string;
}

function attach(pid: number, sample: Sample, out: string, options: readonly string[]): Promise<Ended> {
  const words = ['attach', String(pid), ...attachOptions(sample), '--out', out, '--quiet', ...options];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [commandFile, ...words], { maxBuffer: 64 << 20 }, (error, stdout, errors) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode === 'number') resolve({ exitCode, stdout, errors });
      else reject(new Error(`it was ended: ${errors}`, { cause: error }));
    });
  });
}

/** The longest first, so that none of them is left to run alone at the end. */
export function longestFirst(samples: readonly Sample[]): Sample[] {
  return samples.toSorted((a, b) => seconds(b) - seconds(a));
}

function seconds({ recording }: Sample): number {
  const span = recording.for ?? recording.every ?? '0s';
  return Number.parseFloat(span) * Math.max(1, recording.captures - 1);
}

/** The pages of all samples, made anew: several at once, since agents and recordings sleep most of the time. */
export async function recordSamplePages(samples: readonly Sample[], folder: string): Promise<void> {
  const waiting = longestFirst(samples);
  const recordNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await recordSamplePage(next, pageOfSample(folder, next));
  };
  await Promise.all(Array.from({ length: atOnce }, recordNext));
}

const atOnce = 5;

async function recordSamplePage(sample: Sample, page: string): Promise<void> {
  const room = mkdtempSync(join(tmpdir(), 'heaptrail-sample-'));
  const agent = await startSample(sample.name);
  try {
    await recordAndJudgeSample(agent.pid, sample, join(room, 'run.heaptrail'), page);
  } finally {
    await agent.stop();
    rmSync(room, { recursive: true, force: true });
  }
}
