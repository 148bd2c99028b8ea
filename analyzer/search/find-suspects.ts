import type { Pulse } from '../../format/pulse.ts';
import type { Coverage, Interval, Suspect } from '../../format/report.ts';
import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { prove } from '../../judgement/prove.ts';
import type { CaptureSource, FindOptions } from '../capture-source.ts';
import { withOwnFingerprints, withOwnTitles } from '../explain/distinct-suspects.ts';
import { mergeSuspects } from '../explain/merge-suspects.ts';
import { nearlyFullText } from '../explain/nearly-full.ts';
import { suspectOf, tellExternalShare } from '../explain/suspect.ts';
import type { ExplainedFinding, Witness } from '../explain/witness.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import type { ModuleNames } from '../graph/module-names.ts';
import type { OriginalOf } from '../graph/names.ts';
import type { EarlierCapture } from '../growth/earlier-captures.ts';
import { concludeGrowth } from '../growth/find-growth.ts';
import type { GrowthFinding } from '../growth/findings.ts';
import { answerFrom, askGrowth, type GrowthQuestions } from '../growth/growth-questions.ts';
import { countsOf, type Work } from '../growth/pile-findings.ts';
import { workOf } from '../growth/work.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import { countPathClasses, type PathClassCounts } from '../heap/path-classes.ts';
import { checkMemoryOf } from '../parse/memory-need.ts';
import { type ReadSnapshotOptions, readSnapshot } from '../parse/read-snapshot.ts';
import { SparseSnapshot } from '../parse/sparse-snapshot.ts';
import { CheapestPaths } from '../paths/cheapest-path.ts';
import { type DatedCapture, idsAreComparable, inOrderOfTime } from './capture-order.ts';
import { type EngineGaps, gapsOf } from './engine-gaps.ts';
import { dateByPulses, evidenceOfPulses, type PulseDating } from './pulse-dating.ts';
import { whileReading } from './reading-progress.ts';
import { answerSparsely, type SparseQuestions } from './sparse-answers.ts';
import { asSparse } from './sparse-questions.ts';

export interface FoundSuspects {
  /** The most likely first. */
  readonly suspects: readonly Suspect[];
  /** What gained less in each interval and is nearly full, in words: no suspects, and no all-clear. */
  readonly nearlyFull: readonly string[];
  readonly method: Coverage['method'];
  readonly intervals: readonly Interval[];
  /** What the captures cannot show, in words. */
  readonly notSeen: readonly string[];
  /** What this analysis could not rely on, in words. */
  readonly limits: readonly string[];
  /** Total size of the heap at each capture, in order of time. */
  readonly heap: {
    readonly sizes: readonly Bytes[];
    /** As the pulses counted it at each moment that dates the one capture. */
    readonly atPulses?: readonly Bytes[];
  };
}

export interface SearchOptions extends FindOptions {
  readonly witness?: Witness;
  /** Pulses of the same process: with them, one capture is enough. */
  readonly pulses?: readonly Pulse[] | undefined;
  /** Shows places in the code that was written. */
  readonly originalOf?: OriginalOf;
  /** Names modules as the rest of a report does. */
  readonly modules?: ModuleNames;
}

/** Reads the captures of one process and says what grows and who holds it. */
export async function findSuspects(
  sources: readonly CaptureSource[],
  {
    onProgress = () => {},
    maxMemory,
    operationsPerInterval,
    witness,
    pulses = [],
    originalOf,
    modules,
  }: SearchOptions = {},
): Promise<FoundSuspects> {
  if (sources.length < 2 && (sources.length === 0 || pulses.length === 0)) {
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
    originalOf,
    modules,
    intervalsOf: (captures) => intervalsOf(captures, operationsPerInterval),
  };
  const [only] = captures;
  if (captures.length === 1) return byPulses(only, pulses, search);
  return idsAreComparable(captures) ? byBirth(captures, search) : byPaths(asGiven(captures, sources), search);
}

type Explained = Pick<FoundSuspects, 'suspects' | 'nearlyFull'>;

interface Search {
  readonly onProgress: NonNullable<FindOptions['onProgress']>;
  readonly maxMemory: FindOptions['maxMemory'];
  readonly witness: Witness | undefined;
  readonly originalOf: OriginalOf | undefined;
  readonly modules: ModuleNames | undefined;
  readonly intervalsOf: (captures: readonly DatedCapture[]) => Interval[];
}

/** Only the last capture is asked what grows; the earlier ones confirm it. */
function byBirth(captures: readonly DatedCapture[], search: Search): FoundSuspects {
  const watermarks = captures.map((capture) => capture.watermark);
  const intervals = search.intervalsOf(captures);
  const last = openLast(captures.at(-1)!, watermarks, search, [0.1, 0.3]);
  search.onProgress('looking for what grows', 0.3);
  const questions = askGrowth(last);
  // A witness of heaps wants to see every capture whole, and only what V8 writes can be read in parts.
  const isSparse = search.witness?.heap === undefined && last.graph.columns.engine === 'v8';
  const sparse = isSparse ? asSparse(questions) : undefined;
  const earlier = captures.slice(0, -1).map((capture, k) => {
    const share = (done: number) => 0.4 + (0.5 * done) / (captures.length - 1);
    const options = reading(search, 'asking', capture, share(k), share(k + 1));
    return (
      askSparsely(capture, sparse) ??
      readAnswers(capture, watermarks.slice(0, k + 1), questions, options, search)
    );
  });
  search.onProgress('explaining', 0.9);
  const suspects = explain(questions, earlier, intervals, search.witness);
  last.graph.strings.close();
  return found(captures, intervals, 'survivors-by-birth', suspects, gapsOf(last.graph.columns));
}

/** One capture explains what the pulses before it counted: they date its objects, and confirm what grew. */
function byPulses(capture: DatedCapture, pulses: readonly Pulse[], search: Search): FoundSuspects {
  const { source, watermark } = capture;
  const dating = dateByPulses(pulses, { ...source, watermark });
  if (dating === undefined) {
    return found(
      [capture],
      [],
      'ledger-only',
      { suspects: [], nearlyFull: [] },
      {
        notSeen: [],
        limits: ['the pulses do not date the capture: they are too few, or the ids were cleared in between'],
      },
    );
  }
  const heap = openLast(capture, dating.watermarks, search, [0.1, 0.7]);
  search.onProgress('looking for what grows', 0.7);
  const questions = askGrowth(heap);
  const intervals = intervalsBetween(dating.moments);
  search.onProgress('explaining', 0.9);
  const findings = concludeGrowth(questions, [], intervals).map((finding) =>
    provedByPulses(finding, dating, workOf(intervals)),
  );
  const suspects = explainFindings(questions, findings, intervals, search.witness);
  heap.graph.strings.close();
  const limit = 'the one capture was dated by pulses: a value that is replaced by a larger one is not seen';
  const result = found([capture], intervals, 'survivors-by-birth', suspects, {
    notSeen: [],
    limits: [limit],
  });
  return { ...result, heap: { ...result.heap, atPulses: dating.held } };
}

/** Pulses count objects of V8's heap: memory outside of it does not speak for or against. */
function provedByPulses(finding: GrowthFinding, dating: PulseDating, work: Work): GrowthFinding {
  if (finding.shape === 'slot') return finding;
  const all = finding.born.slice(1).reduce((sum, bytes) => sum + bytes, 0);
  const inHeap = all === 0 ? 0 : Math.max(0, 1 - finding.externalBytes / all);
  const born = finding.born.map((bytes) => bytes * inHeap);
  const { held, ...unheld } = evidenceOfPulses(dating, born);
  const counts = countsOf(finding);
  const evidence = { ...unheld, counts, work, ...(inHeap > 0 && held !== undefined ? { held } : {}) };
  return { ...finding, proof: prove(evidence) };
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
      search.modules,
    );
    search.witness?.heap?.(heap, capture.source);
    const counts = countPathClasses(heap);
    heap.graph.strings.close();
    return counts;
  });
  const last = captures.at(-1)!;
  const watermarks = captures.map((capture) => capture.watermark);
  const heap = openLast(last, watermarks, search, [share(captures.length - 1), 0.9], earlier);
  search.onProgress('explaining', 0.9);
  const suspects = explain(askGrowth(heap), [], intervals, search.witness);
  heap.graph.strings.close();
  const { notSeen, limits } = gapsOf(heap.graph.columns);
  return found(captures, intervals, 'path-classes', suspects, { notSeen, limits: [withoutIds, ...limits] });
}

const withoutIds =
  'the ids of these captures name different objects: what grows was matched by path and class, which cannot follow a value that is replaced';

function found(
  captures: readonly DatedCapture[],
  intervals: readonly Interval[],
  method: Coverage['method'],
  explained: Explained,
  { notSeen, limits }: EngineGaps,
): FoundSuspects {
  const sizes = captures.map((capture) => capture.heapSize);
  return { ...explained, method, intervals, notSeen, limits, heap: { sizes } };
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

/** The capture that is asked what grows, and shown to readers. */
function openLast(
  capture: DatedCapture,
  watermarks: readonly number[],
  search: Search,
  [from, to]: readonly [number, number],
  earlier?: readonly PathClassCounts[],
): AgedHeap {
  const heap = openHeap(
    capture,
    watermarks,
    reading(search, 'reading', capture, from, to),
    search.modules,
    earlier,
  );
  if (search.originalOf !== undefined) heap.names.showOriginals(search.originalOf);
  search.witness?.heap?.(heap, capture.source);
  return heap;
}

function openHeap(
  capture: DatedCapture,
  watermarks: readonly number[],
  options: ReadSnapshotOptions,
  modules: ModuleNames | undefined,
  earlier?: readonly PathClassCounts[],
): AgedHeap {
  const heap = new AgedHeap(new HeapGraph(readSnapshot(capture.source.file, options)), watermarks, earlier);
  if (modules !== undefined) heap.names.nameModules(modules);
  return heap;
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
  { witness, modules }: Search,
): EarlierCapture {
  const heap = openHeap(capture, watermarks, options, modules);
  witness?.heap?.(heap, capture.source);
  const answers = answerFrom(heap, questions);
  heap.graph.strings.close();
  return answers;
}

function explain(
  questions: GrowthQuestions,
  earlier: readonly EarlierCapture[],
  intervals: readonly Interval[],
  witness: Witness | undefined,
): Explained {
  const findings = concludeGrowth(questions, earlier, intervals).filter(
    ({ proof }) => proof.verdict !== 'refuted',
  );
  return explainFindings(questions, findings, intervals, witness);
}

function explainFindings(
  questions: GrowthQuestions,
  findings: readonly GrowthFinding[],
  intervals: readonly Interval[],
  witness: Witness | undefined,
): Explained {
  const explained = withOwnFingerprints(explainEach(questions, findings, intervals));
  const suspected = explained.filter(({ finding }) => !isNearlyFull(finding));
  witness?.suspects(questions.heap, suspected);
  return {
    suspects: withOwnTitles(mergeSuspects(suspected.map(({ suspect }) => suspect)).map(tellExternalShare)),
    nearlyFull: explained.flatMap(({ finding, suspect }) =>
      isNearlyFull(finding) ? [nearlyFullText(suspect)] : [],
    ),
  };
}

function isNearlyFull({ proof }: GrowthFinding): boolean {
  return proof.reasons.includes('nearly-full');
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
  return intervalsBetween(
    captures.map(({ source }) => source),
    operationsPerInterval,
  );
}

/** A moment at which survivors are known: a capture or a pulse. */
type Moment = Pick<CaptureSource, 'label' | 'at' | 'operations'>;

function intervalsBetween(moments: readonly Moment[], operationsPerInterval?: number): Interval[] {
  return moments.slice(1).map((to, k) => {
    const from = moments[k];
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
