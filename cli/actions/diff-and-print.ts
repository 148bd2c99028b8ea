import { compareReports, type ReportDiff } from '../../analyzer/report/compare-reports.ts';
import { renderDiffText } from '../../analyzer/report/diff-text.ts';
import { reportOfDiff } from '../../analyzer/report/report-of-diff.ts';
import { UserError } from '../../format/user-error.ts';
import type { Outlet } from '../output/outlets.ts';
import { writeReport } from '../output/write-outlets.ts';
import { asConfigured, type Configuration } from '../requests/configuration.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';
import { loadReport } from './load-report.ts';

export interface DiffRequest {
  readonly before: string;
  readonly after: string;
  readonly outlets: readonly Outlet[];
  readonly configuration: Configuration | undefined;
}

/** Compares two recordings or JSON reports, prints the difference and returns the exit code. */
export async function diffAndPrint({
  before,
  after,
  outlets,
  configuration,
}: DiffRequest): Promise<ExitCode> {
  for (const path of [before, after]) refuseSingleSnapshot(path);
  const load = async (path: string) => asConfigured(await loadReport([path]), configuration);
  const earlier = await load(before);
  const later = await load(after);
  const diff = compareReports(earlier, later);
  await writeReport(reportOfDiff(later, diff), outlets, {
    ownFormats: {
      text: (colors) => renderDiffText(diff, { colors }),
      json: () => `${JSON.stringify(diff, undefined, 2)}\n`,
    },
  });
  return exitCodeOfDiff(diff);
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
    `${path} is a single snapshot, and diff compares recordings or reports`,
    'to see what grew between two snapshots: heaptrail analyze A.heapsnapshot B.heapsnapshot',
  );
}
