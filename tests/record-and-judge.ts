import { analyze } from '../analyzer/analyze.ts';
import { exitCodeOf } from '../cli/requests/exit-codes.ts';
import type { Report } from '../format/report.ts';
import { heaptrail } from './heaptrail-command.ts';

export interface Judged {
  readonly report: Report;
  readonly code: number;
  readonly stderr: string;
}

/**
 * An `attach` in two steps: the command records, and what it does then with the recording is done here. A process that
 * analyzes its first recording spends half of the time on compiling itself.
 */
export async function recordAndJudge(attach: readonly string[], folder: string): Promise<Judged> {
  const { code, stderr } = await heaptrail([...attach, '--out', folder, '--no-analyze']);
  if (code !== 0) throw new Error(`no recording: ${stderr}`);
  const report = await analyze([folder]);
  return { report, code: exitCodeOf(report.verdict, 'growth'), stderr };
}

/** The same by one process, as a user does it. */
export async function attachAndJudge(attach: readonly string[], folder: string): Promise<Judged> {
  const { code, stdout, stderr } = await heaptrail([...attach, '--out', folder, '--json']);
  if (stdout === '') throw new Error(`no report: ${stderr}`);
  return { report: JSON.parse(stdout) as Report, code: code!, stderr };
}
