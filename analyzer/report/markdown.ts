import { standsOn } from '../../format/coverage.ts';
import { printable } from '../../format/printable.ts';
import { counted, share } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Verdict } from '../../format/verdict.ts';
import { paint } from '../terminal/paint.ts';
import { firstOf, lineCountOf, mostCommentLines, mostLines, thatFit } from './comment-length.ts';
import { leadsWithSummary, summaryBlocks } from './heap-summary-text.ts';
import { escaped, inHtml } from './markdown-text.ts';
import { nativeLines } from './native-text.ts';
import { placeOf } from './path-text.ts';
import type { Reporter, ReportView } from './reporter.ts';
import { rateText, suspectText } from './suspect-text.ts';
import { coverageLines, goneLines, shownSuspects } from './text.ts';

/** A summary in GitHub's flavour of Markdown, for a comment on a pull request or a job's page. */
export const markdownReporter: Reporter = {
  name: 'markdown',
  purpose: 'a summary for comments and chats',
  render: renderMarkdown,
};

/** The same, on the page that GitHub Actions shows for the job. */
export const githubSummaryReporter: Reporter = {
  name: 'github-summary',
  purpose: "the job's summary in GitHub Actions",
  appendsTo: 'GITHUB_STEP_SUMMARY',
  render: renderMarkdown,
};

/** At most 40 lines, unless all is asked for: suspects in full only as far as there is room. */
function renderMarkdown(raw: Report, view: ReportView): string {
  const report = printable(raw);
  const parts = partsOf(report, view);
  const { summaries, details } = parts;
  const whole = written(report, parts, summaries, details);
  if (view.all || whole.length <= mostCommentLines) return whole.join('\n');
  const room = mostCommentLines - written(report, parts, [], []).length;
  const shown = thatFit(summaries, room);
  return written(report, parts, shown, thatFit(details, room - lineCountOf(shown))).join('\n');
}

interface Parts {
  readonly verdict: string;
  readonly summaries: readonly string[];
  readonly table: string;
  readonly details: readonly string[];
  readonly facts: string;
}

function partsOf(report: Report, view: ReportView): Parts {
  const shown = view.all ? report.suspects : report.suspects.slice(0, shownSuspects);
  const facts = [...nativeLines(report), ...goneLines(report), ...coverageLines(report)];
  return {
    verdict: verdictText(report.verdict, view, standsOn(report.coverage)),
    summaries: summaryBlocks(report, paint(false)).map(fenced),
    table: [table(report, shown, view), hidden(report.suspects.length - shown.length)]
      .filter((text) => text !== '')
      .join('\n\n'),
    details: shown.map((suspect) => details(suspect, view)),
    facts: listed(facts, mostLines.facts, view),
  };
}

/** Its lines; the last one is empty, so that the text ends with a line break. */
function written(
  report: Report,
  { verdict, table, facts }: Parts,
  summaries: readonly string[],
  details: readonly string[],
): string[] {
  const blocks = [
    `### heaptrail: ${headings[report.verdict.outcome]}`,
    ...(leadsWithSummary(report) ? [...summaries, verdict] : [verdict, ...summaries]),
    table,
    ...details,
    facts,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`.split('\n');
}

const headings: Readonly<Record<Verdict['outcome'], string>> = {
  growth: 'growth',
  possible: 'possible growth',
  none: 'no growth',
  inconclusive: 'inconclusive',
};

function verdictText(
  { outcome, sentence, confidence, evidence, next }: Verdict,
  view: ReportView,
  by = '',
): string {
  const sure =
    outcome === 'growth' || outcome === 'possible'
      ? ` (${share(confidence)} confidence${by && ` ${by}`})`
      : '';
  const notes = listed([...evidence, ...next.map((step) => `next: ${step}`)], mostLines.notes, view);
  return [`**${escaped(sentence)}**${sure}`, ...(notes === '' ? [] : ['', notes])].join('\n');
}

function listed(lines: readonly string[], most: number, { all = false }: ReportView): string {
  const shown = firstOf(lines, all ? lines.length : most, (count) => `… ${count} more`);
  return shown.map((line) => `- ${escaped(line)}`).join('\n');
}

function table({ suppressed = [] }: Report, shown: readonly Suspect[], { all = false }: ReportView): string {
  const accepted = suppressed.map(({ suspect, reason }) => row(suspect, 'accepted', reason));
  const rows = [
    ...shown.map((suspect) => row(suspect, suspect.confirmed ? 'leak' : 'possible', rateText(suspect))),
    ...firstOf(
      accepted,
      all ? accepted.length : mostLines.accepted,
      (count) => `| | … ${count} more are accepted | | |`,
    ),
  ];
  if (rows.length === 0) return '';
  return ['| | suspect | where | rate, or why it is accepted |', '|---|---|---|---|', ...rows].join('\n');
}

function row(suspect: Suspect, word: string, last: string): string {
  const { fingerprint, title } = suspect;
  const cells = [`${word} \`${fingerprint}\``, title, placeOf(suspect) ?? '', last];
  return `| ${[cells[0], ...cells.slice(1).map(escaped)].join(' | ')} |`;
}

function hidden(number: number): string {
  return number > 0 ? `… ${counted(number, 'more suspect')}: \`--all\` shows them` : '';
}

function details(suspect: Suspect, { source }: ReportView): string {
  const text = fenced(suspectText(suspect, paint(false), source));
  return [`<details><summary>${inHtml(suspect.title)}</summary>`, '', text, '', '</details>'].join('\n');
}

function fenced(lines: readonly string[]): string {
  const text = lines.join('\n');
  const fence = fenceAround(text);
  return [fence, text, fence].join('\n');
}

/** Longer than any run of backticks inside, so that no name can end the block. */
function fenceAround(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(longest + 1);
}
