import { standsOn } from '../../format/coverage.ts';
import { printable } from '../../format/printable.ts';
import { counted, share } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Verdict } from '../../format/verdict.ts';
import { paint } from '../terminal/paint.ts';
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

function renderMarkdown(raw: Report, view: ReportView): string {
  const report = printable(raw);
  const shown = view.all ? report.suspects : report.suspects.slice(0, shownSuspects);
  const verdict = verdictText(report.verdict, standsOn(report.coverage));
  const summaries = summaryBlocks(report, paint(false)).map(fenced);
  const blocks = [
    `### heaptrail: ${headings[report.verdict.outcome]}`,
    ...(leadsWithSummary(report) ? [...summaries, verdict] : [verdict, ...summaries]),
    table(report, shown),
    hidden(report.suspects.length - shown.length),
    ...shown.map((suspect) => details(suspect, view)),
    [...nativeLines(report), ...goneLines(report), ...coverageLines(report)]
      .map((line) => `- ${escaped(line)}`)
      .join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

const headings: Readonly<Record<Verdict['outcome'], string>> = {
  growth: 'growth',
  possible: 'possible growth',
  none: 'no growth',
  inconclusive: 'inconclusive',
};

function verdictText({ outcome, sentence, confidence, evidence, next }: Verdict, by = ''): string {
  const sure =
    outcome === 'growth' || outcome === 'possible'
      ? ` (${share(confidence)} confidence${by && ` ${by}`})`
      : '';
  const notes = [...evidence, ...next.map((step) => `next: ${step}`)].map((line) => `- ${escaped(line)}`);
  return [`**${escaped(sentence)}**${sure}`, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

function table({ suppressed = [] }: Report, shown: readonly Suspect[]): string {
  const rows = [
    ...shown.map((suspect) => row(suspect, suspect.confirmed ? 'leak' : 'possible', rateText(suspect))),
    ...suppressed.map(({ suspect, reason }) => row(suspect, 'accepted', reason)),
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
