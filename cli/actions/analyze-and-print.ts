import type { Report } from '../../format/report.ts';
import { shellWord } from '../../format/shell-words.ts';
import { writeReport } from '../output/write-outlets.ts';
import type { AnalyzeRequest } from '../requests/analyze-request.ts';
import { asConfigured } from '../requests/configuration.ts';
import { type ExitCode, exitCodeOf } from '../requests/exit-codes.ts';
import { withLivingTarget } from './living-target.ts';
import { analyzePaths } from './load-report.ts';
import { shelveReport } from './shelve-report.ts';

/** Analyzes, prints the report and returns the exit code. */
export async function analyzeAndPrint(request: AnalyzeRequest): Promise<ExitCode> {
  const { paths, outlets, failOn, all = false, store, html } = request;
  const report = withLivingTarget(await judgedReport(request));
  await writeReport(report, outlets, { all, source: asTyped(paths) });
  if (store !== undefined) await shelveReport(store, report, { recording: paths[0]!, html });
  return exitCodeOf(report.verdict, failOn);
}

/**
 * The report without what the project's configuration sets aside. A page shows more than a report says, and both come
 * out of one analysis.
 */
export async function judgedReport(request: Omit<AnalyzeRequest, 'outlets' | 'failOn'>): Promise<Report> {
  const { paths, html, configuration, includeStrings, source, maxMemory } = request;
  const { operationsPerInterval, expectedEnds } = request;
  const limits = { maxMemory, operationsPerInterval, expectedEnds };
  if (html === undefined) return asConfigured(await analyzePaths(paths, limits), configuration);
  const { writePage } = await import('./write-page.ts');
  return await writePage(paths, html, { ...limits, configuration, includeStrings, source });
}

/** The paths as a shell takes them back; a long list of files is left to the reader to repeat. */
export function asTyped(paths: readonly string[]): string {
  const typed = paths.map(shellWord).join(' ');
  return paths.length === 1 || typed.length <= 60 ? typed : 'FILES';
}
