import { releaseWords } from '../../format/release-words.ts';
import type { HeapReport, Report, Suspect } from '../../format/report.ts';
import { sizeOf } from '../../format/suspect-size.ts';
import type { Reporter } from './reporter.ts';

/** The report as the contract has it; indented, because people read and diff it. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(withFigures(report), undefined, 2)}\n`;
}

/** With the figures and sentences that the other formats print, so that no reader has to compute them again. */
function withFigures<Known extends Pick<Report, 'suspects' | 'suppressed'>>(report: Known): Known {
  return {
    ...report,
    suspects: report.suspects.map(suspectWithFigures),
    ...(report.suppressed === undefined
      ? {}
      : {
          suppressed: report.suppressed.map((one) => ({ ...one, suspect: suspectWithFigures(one.suspect) })),
        }),
    ...('heaps' in report && report.heaps !== undefined
      ? {
          heaps: (report.heaps as readonly HeapReport[]).map((heap) => ({
            ...heap,
            report: withFigures(heap.report),
          })),
        }
      : {}),
  };
}

export function suspectWithFigures(suspect: Suspect): Suspect {
  const release = releaseWords(suspect.holders);
  return { ...suspect, size: sizeOf(suspect), ...(release === undefined ? {} : { release }) };
}

export const jsonReporter: Reporter = {
  name: 'json',
  purpose: 'the report itself, schema 1',
  render: renderJson,
};
