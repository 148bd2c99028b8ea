import { printable } from '../../format/printable.ts';
import { bytes, count, counted } from '../../format/quantities.ts';
import type { FileEvidence, WorkerEvidence } from '../../format/suite-evidence.ts';
import type { SharedHolder } from '../../format/suite-report.ts';
import { paint } from '../terminal/paint.ts';
import { keepingWords } from './keeping-words.ts';
import type { SuiteReport } from './suite-report.ts';

const mostRows = 12;
const mostFilesNamed = 3;

/** The table at the end of a suite. */
export function renderSuite(
  { report, leaks, expected }: SuiteReport,
  lines: readonly FileEvidence[],
  workers: readonly WorkerEvidence[],
  colors: boolean,
): string {
  const ink = paint(colors);
  const { verdict, coverage } = printable(report);
  const head =
    leaks.length === 0
      ? verdict.outcome === 'none'
        ? ink.calm(verdict.sentence)
        : ink.caution(verdict.sentence)
      : ink.strong(headline(leaks, lines.length));
  const cost = [...lines, ...workers].reduce((sum, line) => sum + line.cost, 0);
  return [
    '',
    `heaptrail: ${head}`,
    ...leaks.slice(0, mostRows).flatMap((holder) => ['', ...rowsOf(holder)]),
    ...(leaks.length > mostRows
      ? ['', ink.faint(`… ${counted(leaks.length - mostRows, 'more holder')}`)]
      : []),
    ...asyncLines(lines),
    ...(expected.length === 0
      ? []
      : ['', ...expected.slice(0, mostRows).map((holder) => ink.faint(expectedLine(holder)))]),
    '',
    ink.faint(
      `looked at: ${counted(lines.length, 'test file')}, ${counted(coverage.captures, 'capture')}; looking took ${(cost / 1000).toFixed(1)} s in the workers`,
    ),
    ...coverage.limits.map((text) => ink.faint(`limit: ${text}`)),
    '',
  ].join('\n');
}

/** What tests left open, if that was followed. */
function asyncLines(lines: readonly FileEvidence[]): string[] {
  const open = lines.flatMap(({ handles }) => handles);
  if (open.length === 0) return [];
  const told = open.slice(0, mostRows).map(({ kind, count: many, test, at }) => {
    const what =
      kind === 'PROMISE' ? `${counted(many, 'promise')} never settled` : `${count(many)} ${kind} still open`;
    return `  ${what}: made in test "${test}" at ${at}`;
  });
  const more = open.length - told.length;
  return ['', ...told, ...(more > 0 ? [`  … ${count(more)} more`] : [])];
}

function headline(leaks: readonly SharedHolder[], files: number): string {
  const leaking = new Set(leaks.flatMap((holder) => holder.files.map(({ file }) => file)));
  const size = leaks.reduce((sum, holder) => sum + holder.bytes, 0);
  return `${count(leaking.size)} of ${counted(files, 'test file')} ${leaking.size === 1 ? 'leaves' : 'leave'} ${bytes(size)} behind`;
}

function rowsOf({ files, bytes: size, objects, className, expression, ...holder }: SharedHolder): string[] {
  const named = files.slice(0, mostFilesNamed).map(({ file }) => file);
  const more = files.length - named.length;
  const entries = holder.entries === undefined ? '' : `, ${count(holder.entries)} entries`;
  return [
    `  ${named.join(', ')}${more > 0 ? ` and ${counted(more, 'more file')}` : ''}`,
    `    leaves   ${bytes(size)} in about ${counted(objects, 'object')}, most of them ${holder.entryClass}`,
    `    held by  ${className} \`${expression}\`${entries}`,
    ...(holder.place === undefined ? [] : [`    line     ${holder.place}`]),
    ...(holder.bytesOfScope === undefined
      ? []
      : [`    with it  ${bytes(holder.bytesOfScope)}: all that the global scope of the file holds`]),
    ...(holder.keptBy === undefined ? [] : [`    kept by  ${keepingWords(holder.keptBy)}`]),
    ...(holder.madeAt === undefined ? [] : [`    made at  ${holder.madeAt}`]),
    ...(holder.cause === undefined
      ? []
      : [`    because  ${holder.cause.words}`, `    help     ${holder.cause.remedy}`]),
  ];
}

function expectedLine({ files, bytes: size, className, expression, cause }: SharedHolder): string {
  const what = expression === '' ? className : `${className} \`${expression}\``;
  return `  expected: ${bytes(size)} of ${counted(files.length, 'file')} in ${what}: ${cause?.words}`;
}
