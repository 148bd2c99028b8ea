import type { Coverage, Interval, Suspect } from '../../format/report.ts';
import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { CaptureSource, FindOptions } from '../capture-source.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import { AgedHeap } from '../growth/aged-heap.ts';
import { type DatedCapture, idsAreComparable, inOrderOfTime } from '../growth/capture-order.ts';
import type { EarlierCapture } from '../growth/earlier-captures.ts';
import {
  answerFrom,
  askGrowth,
  concludeGrowth,
  type GrowthFinding,
  type GrowthQuestions,
} from '../growth/find-growth.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import { CheapestPaths } from './cheapest-path.ts';
import { mergeSuspects } from './merge-suspects.ts';
import { suspectOf } from './suspect.ts';
import type { ExplainedFinding, Witness } from './witness.ts';

export interface FoundSuspects {
  /** The most likely first. */
  readonly suspects: readonly Suspect[];
  readonly method: Coverage['method'];
  readonly intervals: readonly Interval[];
  /** What this analysis could not rely on, in words. */
  readonly limits: readonly string[];
  /** Total size of the heap at each capture, in order of time. */
  readonly heap: { readonly sizes: readonly Bytes[] };
}

export interface SearchOptions extends FindOptions {
  readonly witness?: Witness;
}

/** Reads the captures of one process and says what grows and who holds it. */
export async function findSuspects(
  sources: readonly CaptureSource[],
  { onProgress = () => {}, witness }: SearchOptions = {},
): Promise<FoundSuspects> {
  if (sources.length < 2) {
    throw new UserError(
      'one-capture',
      'one capture cannot show growth',
      'give at least two snapshots of the same process, four are best',
    );
  }
  onProgress('dating captures', 0);
  const captures = inOrderOfTime(sources);
  if (!idsAreComparable(captures)) throw incomparable(captures);
  const watermarks = captures.map((capture) => capture.watermark);
  const intervals = intervalsOf(captures);

  onProgress(`reading ${captures.at(-1)!.source.label}`, 0.1);
  const last = openHeap(captures.at(-1)!, watermarks);
  witness?.heap(last, captures.at(-1)!.source);
  onProgress('looking for what grows', 0.3);
  const questions = askGrowth(last);
  const earlier = captures.slice(0, -1).map((capture, k) => {
    onProgress(`asking ${capture.source.label}`, 0.4 + (0.5 * k) / (captures.length - 1));
    return readAnswers(capture, watermarks.slice(0, k + 1), questions, witness);
  });
  onProgress('explaining', 0.9);
  const suspects = explain(questions, earlier, intervals, witness);
  last.graph.strings.close();
  return {
    suspects,
    method: 'survivors-by-birth',
    intervals,
    limits: [],
    heap: { sizes: captures.map((c) => c.heapSize) },
  };
}

function openHeap(capture: DatedCapture, watermarks: readonly number[]): AgedHeap {
  return new AgedHeap(new HeapGraph(readSnapshot(capture.source.file)), watermarks);
}

function readAnswers(
  capture: DatedCapture,
  watermarks: readonly number[],
  questions: GrowthQuestions,
  witness: Witness | undefined,
): EarlierCapture {
  const heap = openHeap(capture, watermarks);
  witness?.heap(heap, capture.source);
  const answers = answerFrom(heap, questions);
  heap.graph.strings.close();
  return answers;
}

function explain(
  questions: GrowthQuestions,
  earlier: readonly EarlierCapture[],
  intervals: readonly Interval[],
  witness: Witness | undefined,
): Suspect[] {
  const findings = concludeGrowth(questions, earlier).filter(
    (finding) => finding.confirmed || earlier.length < 2,
  );
  const explained = explainEach(questions, findings, intervals);
  witness?.suspects(questions.heap, explained);
  return mergeSuspects(explained.map(({ suspect }) => suspect));
}

function explainEach(
  { heap }: GrowthQuestions,
  findings: readonly GrowthFinding[],
  intervals: readonly Interval[],
): ExplainedFinding[] {
  if (findings.length === 0) return [];
  const paths = new CheapestPaths(heap);
  return findings.map((finding) => ({ finding, suspect: suspectOf(heap, paths, finding, intervals) }));
}

function intervalsOf(captures: readonly DatedCapture[]): Interval[] {
  return captures.slice(1).map(({ source: to }, k) => {
    const from = captures[k].source;
    const duration = from.at !== undefined && to.at !== undefined ? to.at - from.at : undefined;
    const operations =
      from.operations !== undefined && to.operations !== undefined
        ? to.operations - from.operations
        : undefined;
    return {
      from: from.label,
      to: to.label,
      ...(duration === undefined ? {} : { duration }),
      ...(operations === undefined ? {} : { operations }),
    };
  });
}

function incomparable(captures: readonly DatedCapture[]): UserError {
  const names = captures.map((capture) => capture.source.label).join(', ');
  return new UserError(
    'incomparable-ids',
    `${names}: object ids of these snapshots do not name the same objects`,
    'compare snapshots of one process taken in one inspector session (heaptrail attach keeps one), or with v8.writeHeapSnapshot in one process',
  );
}
