import { renderExplanation } from '../../analyzer/report/explain-text.ts';
import { suspectWithFigures } from '../../analyzer/report/json.ts';
import { printableJson } from '../../format/printable.ts';
import type { Report, Suspect } from '../../format/report.ts';
import { UserError } from '../../format/user-error.ts';
import { print, printText, wantsColors } from '../output/terminal.ts';
import { directoryOf } from '../output/write-outlets.ts';
import { asConfigured, type Configuration } from '../requests/configuration.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';
import { loadReport } from './load-report.ts';

export interface ExplainRequest {
  readonly paths: readonly string[];
  /** Of the suspect, or its first digits. */
  readonly fingerprint: string;
  readonly json: boolean;
  readonly configuration: Configuration | undefined;
}

/** Prints all that is known about the suspect whose fingerprint begins with `fingerprint`. */
export async function explainAndPrint({
  paths,
  fingerprint,
  json,
  configuration,
}: ExplainRequest): Promise<ExitCode> {
  const report = asConfigured(await loadReport(paths), configuration);
  const suspect = findSuspect(report, fingerprint);
  if (json) await print(`${printableJson(suspectWithFigures(suspect), 2)}\n`);
  else {
    const colors = wantsColors(process.stdout);
    await printText(renderExplanation(reportWith(report, suspect), suspect, { colors }), directoryOf(report));
  }
  return exitCode.noGrowth;
}

/** Of several heaps, the worst one in which the suspect grows: its intervals are those of the suspect. */
function reportWith(report: Report, { fingerprint }: Suspect): Report {
  const holds = ({ suspects, suppressed = [] }: Report) =>
    [...suspects, ...suppressed.map(({ suspect }) => suspect)].some(
      (each) => each.fingerprint === fingerprint,
    );
  return report.heaps?.find((heap) => holds(heap.report))?.report ?? report;
}

/** What the configuration set aside can be explained too: its reason stands beside it. */
function findSuspect({ suspects: judged, suppressed = [], verdict }: Report, prefix: string): Suspect {
  const suspects = [...judged, ...suppressed.map(({ suspect }) => suspect)];
  const matches = suspects.filter(({ fingerprint }) => fingerprint.startsWith(prefix.toLowerCase()));
  if (matches.length === 1) return matches[0];
  if (suspects.length === 0) {
    throw new UserError(
      'no-such-suspect',
      `there are no suspects here: ${verdict.sentence}`,
      'nothing to explain',
    );
  }
  const known = (matches.length > 1 ? matches : suspects).map(
    ({ fingerprint, title }) => `${fingerprint} (${title})`,
  );
  throw new UserError(
    'no-such-suspect',
    matches.length > 1
      ? `${prefix} fits several suspects`
      : `no suspect has a fingerprint that begins with ${prefix}`,
    `name one of: ${known.join(', ')}`,
  );
}
