import { printableJson } from '../../format/printable.ts';
import type { Report } from '../../format/report.ts';
import type { Reporter } from './reporter.ts';

/** The report as the contract has it; indented, because people read and diff it. */
export function renderJson(report: Report): string {
  return `${printableJson(report, 2)}\n`;
}

export const jsonReporter: Reporter = {
  name: 'json',
  purpose: 'the report itself, schema 1',
  render: renderJson,
};
