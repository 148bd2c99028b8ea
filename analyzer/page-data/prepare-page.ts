import { type PageData, type PageSummary, type PageTableName, pageSchemaVersion } from '../../format/page.ts';
import type { Report } from '../../format/report.ts';
import { analyzeOpened, codeOf } from '../analyze.ts';
import type { FindOptions } from '../capture-source.ts';
import { Details } from '../details.ts';
import type { OpenedHeap, OpenedRecording } from '../recording/open-recording.ts';
import { pageLedger, pageLimits } from './ledger.ts';
import { PageWitness } from './page-witness.ts';
import { sourceExcerpts } from './source-excerpts.ts';
import { sampledAllocations } from './stacks-table.ts';

export interface PageOptions extends FindOptions {
  /** How the reader named what is analyzed. */
  readonly source: string;
  /** Let names of objects tell what the target's strings say. Default: false. */
  readonly includeStrings?: boolean;
  /** Take along lines of source code, unless the recording is redacted. Default: false. */
  readonly includeSource?: boolean;
}

/** Analyzes a recording or loose snapshots, and takes along all that a page shows of them. */
export async function preparePage(opened: OpenedRecording, options: PageOptions): Promise<PageData> {
  return opened.heaps === undefined
    ? await prepareHeap(opened, options)
    : await prepareWorst(opened, opened.heaps, options);
}

/** The verdict on all heaps, with the objects of the one that it names: a page that carried all would not open. */
async function prepareWorst(
  opened: OpenedRecording,
  heaps: readonly OpenedHeap[],
  options: PageOptions,
): Promise<PageData> {
  const { includeStrings: _, includeSource: __, source: ___, ...search } = options;
  const report = await analyzeOpened(opened, search);
  const worst = heaps.find(({ name }) => name === report.heaps?.[0]?.name) ?? heaps[0];
  const { summary, tables } = await prepareHeap(worst.opened, options);
  const leftOut = [
    ...summary.leftOut,
    `the objects of all heaps except that of ${worst.name}: view the folder of another heap to see them`,
  ];
  return { summary: { ...summary, report, leftOut }, tables };
}

async function prepareHeap(opened: OpenedRecording, options: PageOptions): Promise<PageData> {
  const { includeStrings = false, includeSource = false, source, ...search } = options;
  const witness = new PageWitness(includeStrings);
  const code = codeOf(opened);
  const report = await analyzeOpened(opened, { ...search, witness, code });
  const details = new Details();
  const heapTables = details.add('objects of the captures are', {}, () => witness.tables());
  const sampled = details.add('sampled allocations are', undefined, () => sampledAllocations(opened, code));
  const tables = sampled === undefined ? heapTables : { ...heapTables, stacks: sampled.stacks };
  const summary = summaryOf(report, source, opened, includeStrings, witness);
  const excerpts = maySource(opened, includeSource)
    ? details.add('lines of source code are', [], () => sourceExcerpts(report, code))
    : [];
  return {
    summary: {
      ...summary,
      ...(sampled === undefined ? {} : { sampling: sampled.sampling }),
      ...(excerpts.length > 0 ? { excerpts } : {}),
      leftOut: [...summary.leftOut, ...withoutSource(opened, includeSource), ...details.limits],
      tables: Object.keys(tables) as PageTableName[],
    },
    tables,
  };
}

/** Loose snapshots do not say when their code was loaded: the files of today may be other ones. */
function maySource({ manifest }: OpenedRecording, wanted: boolean): boolean {
  return wanted && manifest !== undefined && manifest.target.redacted !== true;
}

function withoutSource({ manifest }: OpenedRecording, wanted: boolean): string[] {
  if (!wanted) return ['lines of source code: --no-source was given'];
  if (manifest === undefined) return ['lines of source code: only recordings tell which code was loaded'];
  return manifest.target.redacted === true ? ['lines of source code: the recording is redacted'] : [];
}

/** The page of a report alone: its recording is not at hand, and nothing can be looked up in it. */
export function pageOfReport(report: Report, source: string): PageData {
  const captures = captureLabels(report).map((label) => ({ label }));
  const summary = {
    schemaVersion: pageSchemaVersion,
    report,
    source,
    captures,
    pulses: [],
    limits: [],
    tables: [],
    stringsIncluded: false,
    leftOut: ['the objects themselves: this page was made from a report alone'],
  } as const;
  return { summary, tables: {} };
}

function captureLabels({ intervals }: Report): string[] {
  return intervals.length === 0 ? [] : [intervals[0].from, ...intervals.map(({ to }) => to)];
}

function summaryOf(
  report: Report,
  source: string,
  { samples, captures, pulses = [] }: OpenedRecording,
  stringsIncluded: boolean,
  witness: PageWitness,
): Omit<PageSummary, 'tables'> {
  const ledger = pageLedger(samples);
  const seen = witness.captures();
  return {
    schemaVersion: pageSchemaVersion,
    report,
    source,
    captures:
      seen.length > 0
        ? seen
        : captures.map(({ label, at }) => ({ label, ...(at === undefined ? {} : { at }) })),
    pulses: pulses.map(({ at }) => at),
    limits: pageLimits(samples),
    stringsIncluded,
    leftOut: leftOut(stringsIncluded, witness),
    pathSizes: witness.pathSizes(),
    ...(ledger === undefined ? {} : { ledger }),
  };
}

function leftOut(stringsIncluded: boolean, witness: PageWitness): string[] {
  const texts: string[] = [];
  if (!stringsIncluded) texts.push('the text of strings: --include-strings shows it');
  if (witness.hasSeen) {
    texts.push('objects that retain less than 0.1 % of the heap: rows by class and rest rows cover them');
    texts.push('most single objects: the page has the largest of each class and those of the suspects');
  } else texts.push('the objects themselves: no capture could be read');
  return texts;
}
