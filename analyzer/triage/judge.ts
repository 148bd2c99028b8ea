import type { MemorySample } from '../../format/memory-sample.ts';
import type { MemorySeries, TimeLeft } from '../../format/memory-trend.ts';
import type { Bytes, EpochMillis, Millis } from '../../format/units.ts';
import type { ProblemKind } from '../../format/verdict.ts';
import type { CollectedEvidence } from '../../judgement/evidence.ts';
import { leastGain, ledgerLimits } from '../../judgement/parameters/ledger.ts';
import { floorLimits, trendLimits } from '../../judgement/parameters/trend.ts';
import { prove } from '../../judgement/prove.ts';
import { windowedFloor } from '../../judgement/series/floor.ts';
import type { HeapTrend } from '../../judgement/series/heap-trend.ts';
import { type Point, type Stretch, spanOf, spanOfAll } from '../../judgement/series/points.ts';
import { riseOf, staysQuiet } from '../../judgement/series/quiet-stretch.ts';
import type { Trend } from '../../judgement/series/trend.ts';
import { timeLeft } from './limits.ts';
import { nativeEvidence } from './native-evidence.ts';
import { afterCaptures, type SeriesName, seriesOf, stretchesOf } from './series.ts';

/** What a capture says about memory: its moment, and the size of all that was alive in it. */
export interface CapturedHeap {
  readonly at: EpochMillis;
  readonly size: Bytes;
}

export interface Triage {
  /** `unknown` where the ledger is too short or too noisy: `longer` says how much more it takes. */
  readonly problem: ProblemKind;
  readonly confidence: number;
  readonly trends: Trends;
  readonly series: readonly MemorySeries[];
  readonly duration: Millis;
  readonly samples: number;
  readonly timeLeft: readonly TimeLeft[];
  readonly longer?: Millis;
  /** The type of active resource that gained most, where handles grow. */
  readonly growingResource?: string;
}

export interface Trends extends Partial<Readonly<Record<SeriesName, Trend>>> {
  readonly heapUsed?: HeapTrend;
}

/** Byte series with the problem that each of them is. Only ArrayBuffers are mostly, but not always, a part of another. */
const byteProblems: readonly (readonly [SeriesName, ProblemKind])[] = [
  ['heapUsed', 'retained-objects'],
  ['external', 'external'],
  ['arrayBuffers', 'external'],
  ['native', 'native'],
  ['childrenRss', 'children'],
];
/** One part of another, which is counted once: the larger of both. */
const outsideOfHeap: readonly SeriesName[] = ['external', 'arrayBuffers'];
const countProblems: readonly (readonly [SeriesName, ProblemKind])[] = [
  ['children', 'children'],
  // Each thread has descriptors of its own.
  ['threads', 'threads'],
  ['descriptors', 'handles'],
  ['handles', 'handles'],
];

/**
 * What kind of memory problem the ledger shows, before anyone blames the heap. Sizes of captures, where
 * given, are the strongest evidence about the heap. Pure: the same samples give the same answer.
 *
 * @param limit what the target may take at most, beside the limits that the samples know of
 */
export function triage(
  samples: readonly MemorySample[],
  captured: readonly CapturedHeap[] = [],
  limit?: Bytes,
): Triage {
  const trends = judgeSeries(samples, captured);
  const rates = { heap: growthOf(trends, 'heapUsed'), all: growthOfAll(trends) };
  const resource = mostGrown(samples);
  const { longer, ...judged } = problemOf(trends);
  return {
    ...judged,
    ...(longer === undefined ? {} : { longer: Math.max(longer, untilEnough(samples)) }),
    trends,
    series: seriesOf(samples).flatMap((name) => asSeries(name, trends[name])),
    duration: samples.length === 0 ? 0 : samples[samples.length - 1].at - samples[0].at,
    samples: samples.length,
    timeLeft: timeLeft(samples, rates, limit),
    ...(resource === undefined ? {} : { growingResource: resource }),
  };
}

/** A log with a line a minute needs longer than its span tells: windows have to be filled. */
function untilEnough(samples: readonly MemorySample[]): Millis {
  if (samples.length < 2) return 0;
  const step = (samples[samples.length - 1].at - samples[0].at) / (samples.length - 1);
  return Math.max(0, trendLimits.fewestPoints * floorLimits.leastPerWindow - samples.length) * step;
}

const ofLedger = { source: 'ledger', unit: 'bytes' } as const;

function judgeSeries(samples: readonly MemorySample[], captured: readonly CapturedHeap[]): Trends {
  const sizes = captured.map(({ at, size }): Point => ({ at, value: size }));
  const trends: { -readonly [Name in keyof Trends]: Trends[Name] } = {};
  for (const name of seriesOf(samples)) {
    const stretches = stretchesOf(name, samples);
    const first = stretches[0]?.[0];
    if (name === 'heapUsed') {
      const start = sizes[0] ?? first;
      if (start !== undefined)
        trends.heapUsed = prove({
          ...ofLedger,
          kind: 'heap',
          used: stretches.flat(),
          captured: sizes,
          least: least(name, start),
          collected: afterFullCollections(samples),
          tellsCollections: samples.some(({ spaces }) => spaces !== undefined),
        }).trend;
    } else if (first !== undefined && name === 'native') {
      trends.native = prove(nativeEvidence(samples, least(name, first))).trend;
    } else if (first !== undefined && collectedWithHeap.has(name)) {
      trends[name] = prove({
        ...ofLedger,
        kind: 'collected',
        stretches: judgeable(stretches),
        afterCaptures: afterCaptures(name, samples),
        least: least(name, first),
        ...leftOutside(name, samples),
      }).trend;
    } else if (first !== undefined) {
      trends[name] = judgeFloor(name, stretches, least(name, first));
    }
  }
  return trends;
}

/** What was left of the heap, as the runtime told it. */
function afterFullCollections(samples: readonly MemorySample[]): Stretch {
  return samples.flatMap(({ at, heapAfterGc }) =>
    heapAfterGc === undefined ? [] : [{ at, value: heapAfterGc }],
  );
}

function least(name: SeriesName, first: Point): number {
  return Math.max(leastGain[name], ledgerLimits.leastShare * first.value);
}

/** What counts outside the process's own memory: no collection and no capture changes it. */
const outsideOfProcess = new Set<SeriesName>([
  'children',
  'childrenRss',
  'threads',
  'descriptors',
  'handles',
]);

/** What is freed by collections as the heap is, by what was left; everything else comes down when it comes down. */
const collectedWithHeap: ReadonlyMap<SeriesName, (sample: MemorySample) => Bytes | undefined> = new Map([
  ['external', ({ externalAfterGc }) => externalAfterGc],
  ['arrayBuffers', ({ arrayBuffersAfterGc }) => arrayBuffersAfterGc],
]);

/** What full collections left of it. Ledgers of earlier versions tell of collections, and not of this. */
function leftOutside(name: SeriesName, samples: readonly MemorySample[]): Partial<CollectedEvidence> {
  const read = collectedWithHeap.get(name)!;
  const collected = samples.flatMap((sample): Point[] => {
    const value = read(sample);
    return value === undefined ? [] : [{ at: sample.at, value }];
  });
  const hadNone =
    samples.some(({ spaces }) => spaces !== undefined) && afterFullCollections(samples).length === 0;
  return collected.length > 0 || hadNone ? { collected } : {};
}

function judgeFloor(name: SeriesName, stretches: readonly Stretch[], least: number): Trend {
  const judged = judgeable(stretches);
  const floor = judged.map(windowedFloor);
  const series = { ...ofLedger, kind: 'series', floor, least } as const;
  if (!outsideOfProcess.has(name)) return prove(series).trend;
  const { trend } = prove({ ...series, span: spanOfAll(judged) });
  return trend.shape === 'unsure' ? (quietTrend(trend, stretches.flat(), least) ?? trend) : trend;
}

/** What does not move at all is judged sooner than what grows. */
function quietTrend({ longer: _, ...trend }: Trend, stretch: Stretch, least: number): Trend | undefined {
  if (!staysQuiet(stretch, ledgerLimits.quietShare * least)) return undefined;
  return { ...trend, shape: 'flat', gain: riseOf(stretch), confidence: ledgerLimits.quietSure };
}

/**
 * What follows a capture is disturbed for a while and grows with V8's own tracking of ids, so the time
 * before the first capture is judged alone where it is long enough.
 */
function judgeable(stretches: readonly Stretch[]): readonly Stretch[] {
  const [before] = stretches;
  const { longAlone, shareAlone } = ledgerLimits;
  const isLong = spanOf(before) >= longAlone && spanOf(before) >= shareAlone * spanOfAll(stretches);
  return isLong ? [before] : stretches;
}

function problemOf(trends: Trends): Pick<Triage, 'problem' | 'confidence' | 'longer'> {
  const growing = byteProblems.filter(
    ([name]) => trends[name]?.shape === 'growing' && !followsHeap(trends, name),
  );
  const [largest] = growing.toSorted(([a], [b]) => growthOf(trends, b) - growthOf(trends, a));
  if (largest?.[1] === 'native' && threadsExplain(trends)) {
    return { problem: 'threads', confidence: trends.threads!.confidence };
  }
  if (largest !== undefined) return { problem: largest[1], confidence: trends[largest[0]]!.confidence };
  const counted = countProblems.find(([name]) => trends[name]?.shape === 'growing');
  if (counted !== undefined) return { problem: counted[1], confidence: trends[counted[0]]!.confidence };
  return quietProblem(trends);
}

/** Whether native memory grows because threads pile up. */
function threadsExplain({ threads, native }: Trends): boolean {
  if (threads?.shape !== 'growing' || native === undefined) return false;
  return native.gain <= threads.gain * ledgerLimits.mostPerThread;
}

/** What an engine holds beside its heap, and what it holds for objects of the heap until they are collected. */
const besideHeap: ReadonlySet<SeriesName> = new Set(['native', 'external']);

/**
 * V8 keeps marks and page tables outside its heap, and JavaScriptCore counts the contents of strings that are long
 * garbage until it collects: while the heap rises further than these, and nobody can say yet whether it does so for
 * good, they are no problem of their own.
 */
export function followsHeap(trends: Trends, name: SeriesName): boolean {
  const { heapUsed, [name]: trend } = trends;
  if (!besideHeap.has(name) || heapUsed?.shape !== 'unsure' || trend === undefined) return false;
  return heapUsed.gain > trend.gain;
}

function quietProblem(trends: Trends): Pick<Triage, 'problem' | 'confidence' | 'longer'> {
  const parts = byteProblems.map(([name]) => name);
  // Resident memory is the sum of the others: it says nothing more where they are known.
  const judged = [...parts, ...(trends.native === undefined ? (['rss'] as const) : [])].flatMap(
    (name) => trends[name] ?? [],
  );
  const longer = Math.max(0, ...judged.map((trend) => trend.longer ?? 0));
  if (judged.length === 0) return { problem: 'unknown', confidence: 0 };
  if (longer > 0) return { problem: 'unknown', confidence: 0, longer };
  // Resident memory that grows and cannot be told apart, because the runtime could not be asked.
  if (trends.rss?.shape === 'growing' && trends.native === undefined)
    return { problem: 'unknown', confidence: 0 };
  const confidence = Math.min(...judged.map((trend) => trend.confidence));
  if (judged.some((trend) => trend.shape === 'levelling')) return { problem: 'warm-up', confidence };
  const heap = trends.heapUsed;
  const { leastSwing, swingShare } = ledgerLimits;
  const swings = heap !== undefined && heap.swing >= Math.max(leastSwing, swingShare * heap.first);
  return { problem: swings ? 'working-set' : 'none', confidence };
}

/** Resident memory rises by captures and garbage too: it is reckoned with only if its parts are not known. */
function growthOfAll(trends: Trends): number {
  const outside = Math.max(...outsideOfHeap.map((name) => blamed(trends, name)));
  const parts =
    growthOf(trends, 'heapUsed') + outside + blamed(trends, 'native') + growthOf(trends, 'childrenRss');
  return trends.native === undefined ? Math.max(parts, growthOf(trends, 'rss')) : parts;
}

function blamed(trends: Trends, name: SeriesName): number {
  return followsHeap(trends, name) ? 0 : growthOf(trends, name);
}

function growthOf(trends: Trends, name: SeriesName): number {
  const trend = trends[name];
  return trend?.shape === 'growing' ? Math.max(0, trend.perHour) : 0;
}

function asSeries(name: SeriesName, trend: Trend | undefined): MemorySeries[] {
  if (trend === undefined) return [];
  const { first, last, perHour, shape, gain, noise } = trend;
  const unsure = shape === 'unsure' || (shape === 'flat' && Math.abs(gain) < noise);
  return [{ name, first, last, perHour, ...(unsure ? { unsure } : {}) }];
}

function mostGrown(samples: readonly MemorySample[]): string | undefined {
  const known = samples.filter(({ resources }) => resources !== undefined);
  const first = known[0]?.resources ?? {};
  const last = known.at(-1)?.resources ?? {};
  const gain = (type: string) => last[type] - (first[type] ?? 0);
  const [most] = Object.keys(last).sort((a, b) => gain(b) - gain(a));
  return most !== undefined && gain(most) > 0 ? most : undefined;
}
