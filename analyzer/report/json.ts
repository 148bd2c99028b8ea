import type { Report } from '../../format/report.ts';

/** The report as the contract has it; indented, because people read and diff it. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
