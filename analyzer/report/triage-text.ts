import type { MemorySeries, MemoryTrend } from '../../format/memory-trend.ts';
import { printable } from '../../format/printable.ts';
import { bytes, count, counted, duration, signedBytes } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import { targetName } from '../../format/target-name.ts';
import type { ProcessVerdict } from '../../format/verdict.ts';
import { type Paint, paint } from '../terminal/paint.ts';
import { countedSeries, seriesNames } from './series-words.ts';
import { verdictLine, verdictText } from './text.ts';
import { nameOf } from './triage-report.ts';

export interface TriageTextOptions {
  readonly colors?: boolean;
  /** Every process, not only the first ten. */
  readonly all?: boolean;
}

const shownProcesses = 10;

/** The answer to "is this a leak at all", then the series it was read from, then what could not be known. */
export function renderTriageText(raw: Report, options: TriageTextOptions = {}): string {
  const report = printable(raw);
  const ink = paint(options.colors ?? false);
  const blocks = [
    verdictText(report.verdict, ink),
    report.memory === undefined ? [] : table(report.memory),
    processesText(report.processes ?? [], ink, options.all === true),
    coverageText(report).map((line) => ink.faint(line)),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** One line a series; the floors after collections if there were any, not the peaks. */
function table({ series, perSample }: MemoryTrend): string[] {
  if (series.length === 0) return [];
  const rows = [['', 'first', 'last', perSample ? 'per sample' : 'per hour'], ...series.map(cells)];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map(([name, ...values]) =>
    `  ${name.padEnd(widths[0])}${values.map((value, i) => `   ${value.padStart(widths[i + 1])}`).join('')}`.trimEnd(),
  );
}

function cells({ name, first, last, perHour, unsure }: MemorySeries): string[] {
  const isNumber = countedSeries.has(name);
  const say = (value: number) => (isNumber ? count(Math.round(value)) : bytes(value));
  const rate = isNumber ? `${perHour < 0 ? '' : '+'}${count(Math.round(perHour))}` : signedBytes(perHour);
  return [seriesNames[name], say(first), say(last), unsure ? 'unsure' : rate];
}

function processesText(processes: readonly ProcessVerdict[], ink: Paint, all: boolean): string[] {
  const shown = all ? processes : processes.slice(0, shownProcesses);
  const hidden = processes.length - shown.length;
  return [
    ...shown.map((process) => `${nameOf(process)}: ${verdictLine(process.verdict, ink)}`),
    ...(hidden > 0 ? [ink.faint(`… ${count(hidden)} more: --all shows them`)] : []),
  ];
}

function coverageText({ target, memory, coverage }: Report): string[] {
  return [
    ...(target === undefined
      ? []
      : [`target: ${targetName(target)}, ${target.runtime} ${target.version}, ${target.command}`]),
    ...(memory === undefined ? [] : [lookedAt(memory)]),
    ...coverage.notSeen.map((text) => `not seen: ${text}`),
    ...coverage.limits.map((text) => `limit: ${text}`),
  ];
}

function lookedAt({ samples, duration: span, perSample }: MemoryTrend): string {
  const over = samples === 0 ? '' : perSample ? ', without a time' : ` over ${duration(span)}`;
  return `looked at: ${counted(samples, 'sample')}${over}, no captures`;
}
