import type { HeapSummary, LargeHolder } from '../../format/heap-summary.ts';
import {
  heapWords,
  hintWords,
  holderDetail,
  holderName,
  packageWords,
  stringsWords,
} from '../../format/heap-summary-words.ts';
import { bytes, share } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import type { Paint } from '../terminal/paint.ts';
import { note } from './suspect-text.ts';

const shownPackages = 6;

/** What fills each heap, as a block of lines each. */
export function summaryBlocks({ heapSummaries = [] }: Report, ink: Paint): string[][] {
  return heapSummaries.map((summary) => summaryText(summary, heapSummaries.length > 1, ink));
}

/** If growth was the question and nothing answers it, what fills the heap is all there is to say. */
export function leadsWithSummary({ verdict, heapSummaries = [] }: Report): boolean {
  return heapSummaries.length > 0 && verdict.outcome === 'inconclusive';
}

function summaryText(summary: HeapSummary, isOneOfSeveral: boolean, ink: Paint): string[] {
  const { capture, holders, packages, duplicatedStrings, hints, limits } = summary;
  const name = isOneOfSeveral ? `heap of ${capture}` : 'heap';
  return [
    `${ink.strong(name)}: ${heapWords(summary)}`,
    ...note('holders', holderLines(holders), ink),
    ...note('packages', packages.slice(0, shownPackages).map(packageWords), ink),
    ...note('strings', duplicatedStrings === undefined ? [] : stringsWords(duplicatedStrings), ink),
    ...note('look at', hints.map(hintWords), ink),
    ...note('limit', limits, ink),
  ];
}

/** One a line, with sizes and names in columns. */
function holderLines(holders: readonly LargeHolder[]): string[] {
  const cells = holders.map((holder) => [
    bytes(holder.retained),
    share(holder.share),
    holderName(holder),
    [holderDetail(holder), holder.place ?? ''].filter(Boolean).join(', '),
  ]);
  const width = (column: number) => Math.max(0, ...cells.map((row) => row[column].length));
  const [size, part, name] = [width(0), width(1), Math.min(widestName, width(2))];
  return cells.map((row) =>
    `${row[0].padStart(size)}  ${row[1].padStart(part)}  ${row[2].padEnd(name)}  ${row[3]}`.trimEnd(),
  );
}

/** A longer name does not push the rest of all lines away. */
const widestName = 40;
