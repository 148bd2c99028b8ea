import { compareReports, type ReportDiff } from '../../analyzer/report/compare-reports.ts';
import { renderDiffText } from '../../analyzer/report/diff-text.ts';
import { reportOfDiff } from '../../analyzer/report/report-of-diff.ts';
import type { Report } from '../../format/report.ts';
import { UserError } from '../../format/user-error.ts';
import type { Outlet } from '../output/outlets.ts';
import { writeReport } from '../output/write-outlets.ts';
import { asConfigured, type Configuration } from '../requests/configuration.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';
import { loadReport } from './load-report.ts';

export interface DiffRequest {
  readonly before: string;
  readonly after: string;
  /** Write a page that shows both here too. */
  readonly html?: string | undefined;
  /** Let it show lines of source code. */
  readonly source?: boolean | undefined;
  readonly outlets: readonly Outlet[];
  readonly configuration: Configuration | undefined;
}

/** Compares two recordings or JSON reports, prints the difference and returns the exit code. */
export async function diffAndPrint(request: DiffRequest): Promise<ExitCode> {
  const { before, after, outlets } = request;
  for (const path of [before, after]) refuseSingleSnapshot(path);
  const { later, diff } = await compareRecordings(request);
  await writeReport(reportOfDiff(later, diff), outlets, {
    ownFormats: {
      text: (colors) => renderDiffText(diff, { colors }),
      json: () => `${JSON.stringify(diff, undefined, 2)}\n`,
    },
  });
  return exitCodeOfDiff(diff);
}

/** What is compared, and the page if there is to be one. */
export type RecordingsToCompare = Omit<DiffRequest, 'outlets'>;

export async function compareRecordings(request: RecordingsToCompare): Promise<Compared> {
  const { html } = request;
  return html === undefined ? await compare(request) : await compareAsPage(request, html);
}

interface Compared {
  readonly later: Report;
  readonly diff: ReportDiff;
}

async function compare({ before, after, configuration }: RecordingsToCompare): Promise<Compared> {
  const load = async (path: string) => asConfigured(await loadReport([path]), configuration);
  const earlier = await load(before);
  const later = await load(after);
  return { later, diff: compareReports(earlier, later) };
}

/** A page shows more than reports say: both recordings are analyzed for it. */
async function compareAsPage(request: RecordingsToCompare, html: string): Promise<Compared> {
  const { before, after, configuration, source } = request;
  const { loadPageData, writePageOf } = await import('./write-page.ts');
  const { pageOfDiff } = await import('../../analyzer/page-data/page-of-diff.ts');
  const earlier = await loadPageData([before], { configuration, source });
  const later = await loadPageData([after], { configuration, source });
  const diff = compareReports(earlier.summary.report, later.summary.report);
  writePageOf(pageOfDiff(earlier, later, diff), later.summary.report, html);
  return { later: later.summary.report, diff };
}

/** Nothing worse is good news only where the later report could judge at all. */
function exitCodeOfDiff({ worse, after }: ReportDiff): ExitCode {
  if (worse) return exitCode.suspects;
  return after.outcome === 'inconclusive' ? exitCode.inconclusive : exitCode.noGrowth;
}

function refuseSingleSnapshot(path: string): void {
  if (!path.endsWith('.heapsnapshot')) return;
  throw new UserError(
    'not-a-recording',
    `${path} is a single snapshot, but diff compares recordings or reports`,
    'to see what grew between two snapshots: heaptrail analyze A.heapsnapshot B.heapsnapshot',
  );
}
