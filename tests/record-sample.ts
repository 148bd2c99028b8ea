import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../format/report.ts';
import { attachOptions } from '../samples/index.mjs';
import type { Sample } from '../samples/sample.d.mts';
import { startSample } from '../samples/start-sample.mjs';
import { commandFile } from './heaptrail-command.ts';
import { pageOfSample } from './shared-samples.ts';

export interface Attached {
  readonly report: Report;
  readonly exitCode: number;
  readonly errors: string;
}

/** Records a sample that runs, as long as its leak takes to show, and writes the page of it where that is asked for. */
export function attachToSample(pid: number, sample: Sample, out: string, page?: string): Promise<Attached> {
  const command = [
    ...[commandFile, 'attach', String(pid), ...attachOptions(sample), '--out', out, '--json', '--quiet'],
    ...(page === undefined ? [] : ['--html', page]),
  ];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, { maxBuffer: 64 << 20 }, (error, stdout, errors) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode !== 'number' || stdout === '')
        reject(new Error(`no report: ${errors}`, { cause: error }));
      else resolve({ report: JSON.parse(stdout) as Report, exitCode, errors });
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
    await attachToSample(agent.pid, sample, join(room, 'run.heaptrail'), page);
  } finally {
    await agent.stop();
    rmSync(room, { recursive: true, force: true });
  }
}
