import type { PageData, PageSide, PageSummary, SuspectChange } from '../../format/page.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Change, ReportDiff } from '../report/compare-reports.ts';
import { rateIn } from '../report/diff-text.ts';
import { rateText } from '../report/suspect-text.ts';

/** The page of the later recording, with what it is compared with. */
export function pageOfDiff(before: PageData, after: PageData, diff: ReportDiff): PageData {
  const { classes } = before.tables;
  const tables = { ...after.tables, ...(classes === undefined ? {} : { classesBefore: classes }) };
  return {
    summary: {
      ...after.summary,
      comparison: { before: sideOf(before.summary), worse: diff.worse, changes: changesOf(diff) },
      tables: Object.keys(tables) as (keyof typeof tables)[],
      leftOut: [...after.summary.leftOut, 'of the earlier recording: objects, dominators and paths'],
    },
    tables,
  };
}

function sideOf(summary: PageSummary): PageSide {
  const { source, report, captures, ledger, pulses, limits, pathSizes, excerpts } = summary;
  return {
    ...{ source, report, captures, pulses, limits },
    ...(ledger === undefined ? {} : { ledger }),
    ...(pathSizes === undefined ? {} : { pathSizes }),
    ...(excerpts === undefined ? {} : { excerpts }),
  };
}

/** In the order of the text: what got worse first, what is the same last. */
function changesOf(diff: ReportDiff): SuspectChange[] {
  const only =
    (state: 'new' | 'gone') =>
    (suspect: Suspect): SuspectChange => ({
      state,
      fingerprint: suspect.fingerprint,
      ...(state === 'new' ? { after: rateText(suspect) } : { before: rateText(suspect) }),
    });
  const both =
    (state: 'faster' | 'slower' | 'same') =>
    ({ fingerprint, unit, before, after }: Change): SuspectChange => ({
      state,
      fingerprint,
      before: rateIn[unit](before),
      after: rateIn[unit](after),
    });
  return [
    ...diff.new.map(only('new')),
    ...diff.faster.map(both('faster')),
    ...diff.slower.map(both('slower')),
    ...diff.gone.map(only('gone')),
    ...diff.same.map(both('same')),
  ];
}
