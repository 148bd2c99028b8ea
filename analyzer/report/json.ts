import { printableJson } from '../../format/printable.ts';
import { releaseWords } from '../../format/release-words.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { sizeOf } from '../../format/suspect-size.ts';
import type { Reporter } from './reporter.ts';

/** The report as the contract has it; indented, because people read and diff it. */
export function renderJson(report: Report): string {
  return `${printableJson(withFigures(report), 2)}\n`;
}

/**
 * With the figures and sentences that the other formats print, so that no reader has to compute them again. They are
 * made anew each time, and not read.
 */
function withFigures({ schemaVersion, tool, createdAt, ...report }: Report): object {
  const { suspects, suppressed, heaps } = report;
  return {
    schemaVersion,
    tool,
    createdAt,
    createdAtIso: new Date(createdAt).toISOString(),
    ...report,
    suspects: suspects.map(suspectWithFigures),
    ...(suppressed === undefined
      ? {}
      : { suppressed: suppressed.map((one) => ({ ...one, suspect: suspectWithFigures(one.suspect) })) }),
    ...(heaps === undefined
      ? {}
      : { heaps: heaps.map((heap) => ({ ...heap, report: withFigures(heap.report as Report) })) }),
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
