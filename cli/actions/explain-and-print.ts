import { renderExplanation } from '../../analyzer/report/explain-text.ts';
import { suspectWithFigures } from '../../analyzer/report/json.ts';
import { printable, printableJson } from '../../format/printable.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { print, printText, wantsColors } from '../output/terminal.ts';
import { directoryOf } from '../output/write-outlets.ts';
import { asConfigured, type Configuration } from '../requests/configuration.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';
import type { Explained } from '../requests/explained.ts';
import { asTyped } from './analyze-and-print.ts';
import { findSuspect, noSuspects, reportWith, suspectsOf } from './find-suspect.ts';
import { loadReport } from './load-report.ts';

export interface ExplainRequest extends Explained {
  readonly json: boolean;
  readonly configuration: Configuration | undefined;
}

/** Prints all that is known about one suspect, or lists them if none is named and there are several. */
export async function explainAndPrint({
  paths,
  fingerprint,
  json,
  configuration,
}: ExplainRequest): Promise<ExitCode> {
  const report = asConfigured(await loadReport(paths), configuration);
  const chosen = fingerprint === undefined ? suspectsOf(report) : [findSuspect(report, fingerprint)];
  const [only] = chosen;
  if (only === undefined) throw noSuspects(report);
  const directory = directoryOf(report);
  if (json)
    await print(
      asJson(fingerprint === undefined ? chosen.map(suspectWithFigures) : suspectWithFigures(only)),
    );
  else if (chosen.length === 1) await printText(explanation(report, only), { directory });
  else await printText(suspectList(chosen, asTyped(paths)), { directory });
  return exitCode.noGrowth;
}

function asJson(value: unknown): string {
  return `${printableJson(value, 2)}\n`;
}

function explanation(report: Report, suspect: Suspect): string {
  return renderExplanation(reportWith(report, suspect), suspect, { colors: wantsColors(process.stdout) });
}

/** One line for each suspect, and how to see more of the first. */
function suspectList(suspects: readonly Suspect[], source: string): string {
  const lines = suspects.map(({ fingerprint, title }) => printable(`${fingerprint}  ${title}`));
  return [...lines, '', `show one: heaptrail explain ${source} ${suspects[0]!.fingerprint}`, ''].join('\n');
}
