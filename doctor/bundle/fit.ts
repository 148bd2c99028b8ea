import type { PageData, PageTableName } from '../../format/page.ts';
import type { Report } from '../../format/report.ts';
import type { Bytes } from '../../format/units.ts';
import { assemblePage, type PageCode } from '../../viewer/html/assemble.ts';

/** What fits into so many bytes: the whole if it can be, else without what can be missed most easily. */

export function sizeOf(text: string): Bytes {
  return Buffer.byteLength(text, 'utf8');
}

/** The first that fits; undefined if none does. */
function firstThatFits(texts: Iterable<string>, most: Bytes): string | undefined {
  for (const text of texts) if (sizeOf(text) <= most) return text;
  return undefined;
}

/** Lines at equal distances, the first and the last among them. */
export function fittingLines(lines: readonly string[], most: Bytes): readonly string[] {
  const size = lines.reduce((all, line) => all + sizeOf(line) + 1, 0);
  if (size <= most) return lines;
  const longest = Math.max(...lines.map(sizeOf)) + 1;
  const count = Math.floor(most / longest);
  if (count < 2) return [];
  const step = (lines.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, at) => lines[Math.round(at * step)]);
}

/** A tree of many heaps, or suspects by the hundred, are shortened to what a reader looks at first. */
export function fittingReport(report: Report, most: Bytes): Report {
  const { heapSummaries: _, allocations: __, heaps, ...essential } = report;
  const first = (count: number) => ({ ...essential, suspects: report.suspects.slice(0, count) });
  const { verdict, coverage } = report;
  const shorter: readonly Report[] = [
    report,
    { ...essential, ...(heaps === undefined ? {} : { heaps }) },
    essential,
    first(10),
    first(3),
    first(1),
  ];
  const fitting = shorter.find((each) => sizeOf(JSON.stringify(each, undefined, 2)) <= most);
  if (fitting !== undefined) return fitting;
  const { schemaVersion, tool, createdAt } = report;
  const limits = ['the rest of this report is too large for the bundle'];
  return {
    schemaVersion,
    tool,
    createdAt,
    verdict: { ...verdict, evidence: [], next: [], sentence: verdict.sentence.slice(0, 1_000) },
    suspects: [],
    intervals: [],
    coverage: { ...coverage, notSeen: [], limits },
  };
}

/** What screens can do without; the others belong together. */
const optionalTables: readonly PageTableName[] = ['stacks', 'packages'];
const withoutTables = 'the objects themselves: the page has to stay small';

/** The page; undefined if even without any table it is too large. */
export function fittingPage(data: PageData, most: Bytes, code?: PageCode): string | undefined {
  return firstThatFits(pagesOf(data, code === undefined ? {} : { code }), most);
}

function* pagesOf(data: PageData, options: { readonly code?: PageCode }): Generator<string> {
  const { summary, tables } = data;
  yield assemblePage(data, options);
  const kept = summary.tables.filter((name) => !optionalTables.includes(name));
  const smaller = Object.fromEntries(kept.map((name) => [name, tables[name]])) as PageData['tables'];
  yield assemblePage({ summary: { ...summary, tables: kept }, tables: smaller }, options);
  const leftOut = [...summary.leftOut, withoutTables];
  yield assemblePage({ summary: { ...summary, tables: [], leftOut }, tables: {} }, options);
}
