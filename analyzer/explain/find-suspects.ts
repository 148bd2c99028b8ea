import type { Coverage, Interval, Suspect } from '../../format/report.ts';
import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { CaptureSource, FindOptions } from '../capture-source.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import { AgedHeap } from '../growth/aged-heap.ts';
import { type DatedCapture, idsAreComparable, inOrderOfTime } from '../growth/capture-order.ts';
import type { EarlierCapture } from '../growth/earlier-captures.ts';
import { concludeGrowth, type GrowthFinding } from '../growth/find-growth.ts';
import { answerFrom, askGrowth, asSparse, type GrowthQuestions } from '../growth/growth-questions.ts';
import { countPathClasses, type PathClassCounts } from '../growth/path-classes.ts';
import { answerSparsely, type SparseQuestions } from '../growth/sparse-answers.ts';
import { checkMemoryOf } from '../parse/memory-need.ts';
import { type ReadSnapshotOptions, readSnapshot } from '../parse/read-snapshot.ts';
import { SparseSnapshot } from '../parse/sparse-snapshot.ts';
import { CheapestPaths } from './cheapest-path.ts';
import { mergeSuspects } from './merge-suspects.ts';
import { whileReading } from './reading-progress.ts';
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
  { onProgress = () => {}, maxMemory, operationsPerInterval, witness }: SearchOptions = {},
): Promise<FoundSuspects> {
  if (sources.length < 2) {
    throw new UserError(
      'one-capture',
      'one capture cannot show growth',
      'give at least two snapshots of the same process, four are best',
    );
  }
  for (const { file } of sources) checkMemoryOf(file, maxMemory);
  onProgress('dating captures', 0);
  const captures = inOrderOfTime(sources);
  const search: Search = {
    onProgress,
    maxMemory,
    witness,
    intervalsOf: (captures) => intervalsOf(captures, operationsPerInterval),
  };
  return idsAreComparable(captures) ? byBirth(captures, search) : byPaths(asGiven(captures, sources), search);
}

interface Search {
  readonly onProgress: NonNullable<FindOptions['onProgress']>;
  readonly maxMemory: FindOptions['maxMemory'];
  readonly witness: Witness | undefined;
  readonly intervalsOf: (captures: readonly DatedCapture[]) => Interval[];
}

/** Only the last capture is asked what grows; the earlier ones confirm it. */
function byBirth(captures: readonly DatedCapture[], search: Search): FoundSuspects {
  const watermarks = captures.map((capture) => capture.watermark);
  const intervals = search.intervalsOf(captures);
  const last = openHeap(captures.at(-1)!, watermarks, reading(search, 'reading', captures.at(-1)!, 0.1, 0.3));
  search.witness?.heap(last, captures.at(-1)!.source);
  search.onProgress('looking for what grows', 0.3);
  const questions = askGrowth(last);
  // A witness wants to see every capture whole, and only what V8 writes can be read in parts.
  const isSparse = search.witness === undefined && last.graph.columns.engine === 'v8';
  const sparse = isSparse ? asSparse(questions) : undefined;
  const earlier = captures.slice(0, -1).map((capture, k) => {
    const share = (done: number) => 0.4 + (0.5 * done) / (captures.length - 1);
    const options = reading(search, 'asking', capture, share(k), share(k + 1));
    return (
      askSparsely(capture, sparse) ??
      readAnswers(capture, watermarks.slice(0, k + 1), questions, options, search.witness)
    );
  });
  search.onProgress('explaining', 0.9);
  const suspects = explain(questions, earlier, intervals, search.witness);
  last.graph.strings.close();
  return found(captures, intervals, 'survivors-by-birth', suspects, []);
}

/** Without common ids, every capture is read whole and compared by the paths and classes of its objects. */
function byPaths(captures: readonly DatedCapture[], search: Search): FoundSuspects {
  const intervals = search.intervalsOf(captures);
  const share = (done: number) => (0.9 * done) / captures.length;
  const earlier = captures.slice(0, -1).map((capture, k) => {
    const heap = openHeap(
      capture,
      [capture.watermark],
      reading(search, 'reading', capture, share(k), share(k + 1)),
    );
    search.witness?.heap(heap, capture.source);
    const counts = countPathClasses(heap);
    heap.graph.strings.close();
    return counts;
  });
  const last = captures.at(-1)!;
  const watermarks = captures.map((capture) => capture.watermark);
  const options = reading(search, 'reading', last, share(captures.length - 1), 0.9);
  const heap = openHeap(last, watermarks, options, earlier);
  search.witness?.heap(heap, last.source);
  search.onProgress('explaining', 0.9);
  const suspects = explain(askGrowth(heap), [], intervals, search.witness);
  heap.graph.strings.close();
  return found(captures, intervals, 'path-classes', suspects, [
    'the ids of these captures name different objects: what grows was matched by path and class, which cannot follow a value that is replaced',
  ]);
}

function found(
  captures: readonly DatedCapture[],
  intervals: readonly Interval[],
  method: Coverage['method'],
  suspects: readonly Suspect[],
  limits: readonly string[],
): FoundSuspects {
  const sizes = captures.map((capture) => capture.heapSize);
  return { suspects, method, intervals, limits, heap: { sizes } };
}

/** How to read one capture, as a share of the whole work. */
function reading(
  { onProgress, maxMemory }: Search,
  verb: string,
  { source }: DatedCapture,
  from: number,
  to: number,
): ReadSnapshotOptions {
  const phase = `${verb} ${source.label}`;
  onProgress(phase, from);
  return { maxMemory, onProgress: whileReading(onProgress, phase, from, to) };
}

/** Ids of different sessions say nothing of time: the order is that of their times, else the one they were given in. */
function asGiven(captures: readonly DatedCapture[], sources: readonly CaptureSource[]): DatedCapture[] {
  const place = (capture: DatedCapture) => capture.source.at ?? sources.indexOf(capture.source);
  return captures.toSorted((a, b) => place(a) - place(b));
}

function openHeap(
  capture: DatedCapture,
  watermarks: readonly number[],
  options: ReadSnapshotOptions,
  earlier?: readonly PathClassCounts[],
): AgedHeap {
  return new AgedHeap(new HeapGraph(readSnapshot(capture.source.file, options)), watermarks, earlier);
}

function askSparsely(
  { source: { file }, nodes }: DatedCapture,
  questions: SparseQuestions | undefined,
): EarlierCapture | undefined {
  const capture = questions === undefined ? undefined : SparseSnapshot.open(file, nodes);
  try {
    return capture && answerSparsely(capture, questions!);
  } finally {
    capture?.close();
  }
}

function readAnswers(
  capture: DatedCapture,
  watermarks: readonly number[],
  questions: GrowthQuestions,
  options: ReadSnapshotOptions,
  witness: Witness | undefined,
): EarlierCapture {
  const heap = openHeap(capture, watermarks, options);
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

function intervalsOf(captures: readonly DatedCapture[], operationsPerInterval?: number): Interval[] {
  return captures.slice(1).map(({ source: to }, k) => {
    const from = captures[k].source;
    const duration = from.at !== undefined && to.at !== undefined ? to.at - from.at : undefined;
    const counted =
      from.operations !== undefined && to.operations !== undefined
        ? to.operations - from.operations
        : operationsPerInterval;
    return {
      from: from.label,
      to: to.label,
      ...(duration === undefined ? {} : { duration }),
      ...(counted === undefined ? {} : { operations: counted }),
    };
  });
}
