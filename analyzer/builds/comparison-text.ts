import { printable } from '../../format/printable.ts';
import { duration } from '../../format/quantities.ts';
import type { BuildProof, BuildState } from '../../judgement/builds.ts';
import { changeLine, keptLines, suspectLine } from '../report/diff-text.ts';
import { type Paint, paint } from '../terminal/paint.ts';
import { differenceWords, effortWords, meanWords, measureNames } from './build-words.ts';
import type { BuildComparison } from './comparison.ts';
import { reasonsOf } from './reason.ts';

/** The comparison for a terminal: the answer, its figures, and why. */
export function renderComparisonText(
  raw: BuildComparison,
  options: { readonly colors?: boolean } = {},
): string {
  const comparison = printable(raw);
  const ink = paint(options.colors ?? false);
  const { state, sentence, measures, workload, took, endedBy, notes } = comparison;
  const lines = [
    `${paintedState(state, ink)}: ${ink.strong(sentence)}`,
    ...tableOf(measures, comparison.per),
    ...reasonLines(comparison, ink),
    `looked at: ${effortWords(comparison)} (${workload}), in ${duration(took)}`,
    ...(endedBy === undefined ? [] : [`ended early: ${endedBy}`]),
    ...notes.map((note) => `note: ${note}`),
    ...nextOf(comparison).map((step) => `next: ${step}`),
  ];
  return `${lines.join('\n')}\n`;
}

function paintedState(state: BuildState, ink: Paint): string {
  if (state === 'worse') return ink.alarm(state);
  return state === 'unclear' ? ink.caution(state) : ink.calm(state);
}

/** Means over processes, with the interval of 95 % behind each. */
function tableOf(measures: readonly BuildProof[], per: string): string[] {
  const rows = [
    [`per ${per}, 95 % interval`, 'base', 'head', 'difference', ''],
    ...measures.map(({ measure, base, head, difference, state }) => [
      measureNames[measure],
      meanWords(measure, base),
      meanWords(measure, head),
      differenceWords(measure, difference),
      state,
    ]),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd(),
  );
}

function reasonLines({ reason, state }: BuildComparison, ink: Paint): string[] {
  if (reason === undefined) return [];
  const { fresh, faster } = reasonsOf(reason);
  const kept = new Map(reason.kept.map((each) => [each.fingerprint, each]));
  const lines = [
    ...fresh.map((suspect) => [suspect.fingerprint, suspectLine(ink.alarm('new'), suspect, ink)]),
    ...faster.map((change) => [change.fingerprint, changeLine(ink.alarm('faster'), change, ink)]),
  ].flatMap(([fingerprint, line]) => [line, ...keptLines(kept.get(fingerprint))]);
  if (lines.length > 0 || state !== 'worse') return lines;
  return ['no single suspect is new or faster in a recording of each build'];
}

/** What helps if the builds could not be told apart. */
export function nextOf({ state, operations, per }: BuildComparison): string[] {
  if (state !== 'unclear') return [];
  const more =
    operations === undefined
      ? 'make each interval longer'
      : `do more in each interval, for example ${per === 'request' ? '--requests' : 'operations:'} ${4 * operations}`;
  return [`allow more rounds with --limit, or ${more}`];
}
