import { printableJson } from '../../format/printable.ts';
import type { Report, Suspect } from '../../format/report.ts';
import type { Reporter } from './reporter.ts';
import { bornWhileRecording } from './suspect-text.ts';

/** The report as the contract has it; indented, because people read and diff it. */
export function renderJson(report: Report): string {
  return `${printableJson(withDerived(report), 2)}\n`;
}

/** Beside some fields what the other formats show of them: they are made again, and not read. */
function withDerived({ schemaVersion, tool, createdAt, ...report }: Report): object {
  const { suspects, suppressed, heaps } = report;
  return {
    schemaVersion,
    tool,
    createdAt,
    createdAtIso: new Date(createdAt).toISOString(),
    ...report,
    suspects: suspects.map(suspectWithDerived),
    ...(suppressed === undefined
      ? {}
      : {
          suppressed: suppressed.map((known) => ({ ...known, suspect: suspectWithDerived(known.suspect) })),
        }),
    ...(heaps === undefined
      ? {}
      : { heaps: heaps.map((heap) => ({ ...heap, report: withDerived(heap.report as Report) })) }),
  };
}

/** With the size that texts give of what several hold jointly. */
export function suspectWithDerived(suspect: Suspect): object {
  return { ...suspect, bornSize: bornWhileRecording(suspect) };
}

export const jsonReporter: Reporter = {
  name: 'json',
  purpose: 'the report itself, schema 1',
  render: renderJson,
};
