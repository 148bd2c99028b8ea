import { printable } from '../../format/printable.ts';
import { duration } from '../../format/quantities.ts';
import type { BuildProof, BuildState } from '../../judgement/builds.ts';
import { changeWords } from '../report/diff-text.ts';
import { escaped } from '../report/markdown-text.ts';
import { placeOf } from '../report/path-text.ts';
import { rateText } from '../report/suspect-text.ts';
import { differenceWords, effortWords, meanWords, measureNames } from './build-words.ts';
import type { BuildComparison } from './comparison.ts';
import { nextOf } from './comparison-text.ts';
import { reasonsOf } from './reason.ts';

/** A comment on a pull request: at most 40 lines, whatever was found. */
export function renderComparisonMarkdown(raw: BuildComparison): string {
  const comparison = printable(raw);
  const { state, sentence, measures, workload, took, endedBy, notes } = comparison;
  const facts = [
    `${effortWords(comparison)} (${workload}), in ${duration(took)}`,
    ...(endedBy === undefined ? [] : [`ended early: ${endedBy}`]),
    ...nextOf(comparison).map((step) => `next: ${step}`),
    ...notes.slice(0, mostNotes),
  ];
  const blocks = [
    `### heaptrail: ${headings[state]}`,
    `**${escaped(sentence)}**`,
    tableOf(measures, comparison.per),
    reasons(comparison),
    facts.map((fact) => `- ${escaped(fact)}`).join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** With these the longest comment has 36 lines. */
const mostReasons = 12;
const mostNotes = 5;

const headings: Readonly<Record<BuildState, string>> = {
  worse: 'the head leaves more behind than the base',
  better: 'the head leaves less behind than the base',
  same: 'the head leaves no more behind than the base',
  unclear: 'not clear whether the head leaves more behind',
};

function tableOf(measures: readonly BuildProof[], per: string): string {
  const rows = measures.map(
    ({ measure, base, head, difference, state }) =>
      `| ${[measureNames[measure], meanWords(measure, base), meanWords(measure, head), differenceWords(measure, difference), state].join(' | ')} |`,
  );
  return [
    `| per ${per}, 95 % interval | base | head | difference | |`,
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function reasons({ reason }: BuildComparison): string {
  if (reason === undefined) return '';
  const { fresh, faster } = reasonsOf(reason);
  const lines = [
    ...fresh.map((suspect) => {
      const place = placeOf(suspect);
      const where = place === undefined ? '' : ` (${escaped(place)})`;
      return `- new \`${suspect.fingerprint}\`: ${escaped(suspect.title)}, ${escaped(rateText(suspect))}${where}`;
    }),
    ...faster.map(
      (change) => `- faster \`${change.fingerprint}\`: ${escaped(`${change.title}, ${changeWords(change)}`)}`,
    ),
  ];
  const rest = lines.length - mostReasons;
  return [...lines.slice(0, mostReasons), ...(rest > 0 ? [`- … ${rest} more`] : [])].join('\n');
}
