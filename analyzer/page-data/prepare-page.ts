import { type PageData, type PageSummary, type PageTableName, pageSchemaVersion } from '../../format/page.ts';
import type { Report } from '../../format/report.ts';
import { analyzeOpened } from '../analyze.ts';
import type { CaptureSource, FindOptions } from '../capture-source.ts';
import { Details } from '../details.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import { largestOdd } from '../parse/scan-snapshot.ts';
import type { OpenedHeap, OpenedRecording } from '../recording/open-recording.ts';
import { pageLedger, pageLimits } from './ledger.ts';
import { PageWitness } from './page-witness.ts';
import { sampledAllocations } from './stacks-table.ts';

export interface PageOptions extends FindOptions {
  /** How the reader named what is analyzed. */
  readonly source: string;
  /** Let names of objects tell what the target's strings say. Default: false. */
  readonly includeStrings?: boolean;
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
  const { includeStrings: _, source: __, ...search } = options;
  const report = await analyzeOpened(opened, search);
  const worst = heaps.find(({ name }) => name === report.heaps?.[0]?.name) ?? heaps[0];
  const { summary, tables } = await prepareHeap(worst.opened, options);
  const leftOut = [
    ...summary.leftOut,
    `the objects of all heaps but that of ${worst.name}: view the folder of another one to see them`,
  ];
  return { summary: { ...summary, report, leftOut }, tables };
}

async function prepareHeap(opened: OpenedRecording, options: PageOptions): Promise<PageData> {
  const { includeStrings = false, source, ...search } = options;
  const witness = new PageWitness(includeStrings);
  const report = await analyzeOpened(opened, { ...search, witness });
  const only = opened.captures.at(-1);
  const details = new Details();
  const objects = 'objects of the captures are';
  // One capture shows no growth, so no search opened it; what is in it can be shown all the same.
  if (!witness.hasSeen && only !== undefined && opened.captures.length === 1)
    details.add(objects, undefined, () => showOne(witness, only));
  const heapTables = details.add(objects, {}, () => witness.tables());
  const sampled = details.add('sampled allocations are', undefined, () => sampledAllocations(opened));
  const tables = sampled === undefined ? heapTables : { ...heapTables, stacks: sampled.stacks };
  const summary = summaryOf(report, source, opened, includeStrings, witness);
  const leftOut = [...summary.leftOut, ...details.limits];
  return {
    summary: {
      ...summary,
      ...(sampled === undefined ? {} : { sampling: sampled.sampling }),
      leftOut,
      tables: Object.keys(tables) as PageTableName[],
    },
    tables,
  };
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

function showOne(witness: PageWitness, capture: CaptureSource): void {
  const columns = readSnapshot(capture.file);
  try {
    const heap = new AgedHeap(new HeapGraph(columns), [largestOdd(columns.nodeId)]);
    witness.heap(heap, capture);
    witness.suspects(heap, []);
  } finally {
    columns.strings.close();
  }
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
    ...(ledger === undefined ? {} : { ledger }),
  };
}

function leftOut(stringsIncluded: boolean, witness: PageWitness): string[] {
  const texts: string[] = [];
  if (!stringsIncluded) texts.push('what strings say: --include-strings shows it');
  if (witness.hasSeen) {
    texts.push(
      'objects that retain less than 0.1 % of the heap: groups of one class and rest rows stand for them',
    );
    texts.push(
      'most single objects: the largest of each class are here, and those that suspects are made of',
    );
  } else texts.push('the objects themselves: no capture could be looked into');
  return texts;
}
