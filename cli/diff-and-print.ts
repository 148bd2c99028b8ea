import { compareReports, type ReportDiff } from '../analyzer/report/compare-reports.ts';
import { renderDiffText } from '../analyzer/report/diff-text.ts';
import { UserError } from '../format/user-error.ts';
import { asConfigured, type Configuration } from './configuration.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { loadReport } from './load-report.ts';
import { print, wantsColors } from './terminal.ts';

/** Compares two recordings or JSON reports, prints the difference and returns the exit code. */
export async function diffAndPrint(
  before: string,
  after: string,
  options: { readonly json?: boolean; readonly configuration?: Configuration | undefined } = {},
): Promise<ExitCode> {
  for (const path of [before, after]) refuseSingleSnapshot(path);
  const load = async (path: string) => asConfigured(await loadReport([path]), options.configuration);
  const diff = compareReports(await load(before), await load(after));
  const text = options.json
    ? `${JSON.stringify(diff, undefined, 2)}\n`
    : renderDiffText(diff, { colors: wantsColors(process.stdout) });
  await print(text);
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
