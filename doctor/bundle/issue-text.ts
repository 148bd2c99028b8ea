import { markdownReporter } from '../../analyzer/report/markdown.ts';
import { counted } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import { allLooks, type Rung } from '../../format/rungs.ts';
import type { IssueText } from '../diagnosis.ts';

export interface IssueFacts {
  readonly rung: Rung;
  /** What the program calls itself and its version; absent if it did not say. */
  readonly program?: string | undefined;
  readonly system?: string | undefined;
}

/** GitHub refuses more than 65,536 characters. */
const longestBody = 60_000;
const longestTitle = 120;
const attached = 'Attached, without the contents of strings: `page.html`, `report.json`, `ledger.ndjson`.';

/** Ready to paste: what was seen, on what, and how. It has as many suspects as fit. */
export function issueText(report: Report, facts: IssueFacts): IssueText {
  for (const count of [5, 3, 1]) {
    const body = bodyOf({ ...report, suspects: report.suspects.slice(0, count) }, report, facts);
    if (body.length <= longestBody) return { title: titleOf(report), body };
  }
  const body = bodyOf({ ...report, suspects: [] }, report, facts).slice(0, longestBody);
  return { title: titleOf(report), body };
}

function titleOf({ verdict: { outcome, sentence } }: Report): string {
  const title = `${openings[outcome]}: ${sentence}`;
  return title.length <= longestTitle ? title : `${title.slice(0, longestTitle - 1)}…`;
}

const openings = {
  growth: 'Memory grows',
  possible: 'Memory may grow',
  none: 'No memory growth',
  inconclusive: 'Memory could not be judged',
} as const satisfies Readonly<Record<Report['verdict']['outcome'], string>>;

function bodyOf(shown: Report, report: Report, { rung, program, system }: IssueFacts): string {
  const { target, tool } = report;
  const left = report.suspects.length - shown.suspects.length;
  const environment = [
    ...(program === undefined ? [] : [`- program: ${program}`]),
    ...(target === undefined ? [] : [`- runtime: ${target.runtime} ${target.version}`]),
    ...(system === undefined ? [] : [`- system: ${system}`]),
    `- looked at: ${allLooks(rung)}`,
    `- made by: ${tool.name} ${tool.version}`,
  ];
  return [
    '## What happens',
    '',
    '<!-- What did you do before memory grew? How long had the program been running? -->',
    '',
    '## What was measured',
    '',
    markdownReporter.render(shown, {}).trimEnd(),
    ...(left > 0 ? ['', `${counted(left, 'more suspect')} in the report.`] : []),
    '',
    '## Environment',
    '',
    ...environment,
    '',
    attached,
    '',
  ].join('\n');
}
