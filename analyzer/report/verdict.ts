import { partNames } from '../../format/part-words.ts';
import { bytes, bytesPerHour, counted, duration } from '../../format/quantities.ts';
import type { RuntimeName } from '../../format/recording.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Bytes } from '../../format/units.ts';
import type { JudgedPart, PartName, ProblemKind, Verdict } from '../../format/verdict.ts';
import { enoughMoments } from '../../judgement/parameters/intervals.ts';
import { evenEnough } from '../../judgement/parameters/trend.ts';
import { verdictLimits } from '../../judgement/parameters/verdict.ts';
import { prove } from '../../judgement/prove.ts';
import type { HeapTrend } from '../../judgement/series/heap-trend.ts';
import type { Triage } from '../triage/judge.ts';
import type { ResidentChange } from '../triage/resident-change.ts';
import { stillFills } from './filling-verdict.ts';
import { howToJudge, partOfLedger } from './judged-parts.ts';
import { type OutsideVerdict, outsideVerdict } from './outside-verdict.ts';
import { lookIntoWorkers, partOfThreads, threadsBesides, verdictOfThreads } from './unseen-threads.ts';
import { nothingVisitedGrows } from './visit-verdict.ts';

export interface Judged {
  readonly suspects: readonly Suspect[];
  /** What gains less in each interval and is nearly full, in words. */
  readonly nearlyFull: readonly string[];
  /** At how many moments the heap was looked at. */
  readonly looks: number;
  /** With what: captures, pulses that date one capture, or visits, which do not see all of the heap. */
  readonly by: 'capture' | 'pulse' | 'visit';
  /** Whether captures were tried and refused, so that visits took their place. */
  readonly capturesRefused?: boolean;
  /** All that was alive at each of them. */
  readonly heapSizes: readonly Bytes[];
  readonly triage: Triage;
  /** What has to be judged before nothing is said to grow. */
  readonly asked: readonly PartName[];
  readonly resident?: ResidentChange | undefined;
  readonly runtime?: RuntimeName | undefined;
  /** How many worker threads with heaps that were not seen ran at each capture; empty if there were none. */
  readonly unseenThreads?: readonly number[];
}

const mebi: Bytes = 1024 * 1024;

/**
 * The verdict in order of strength: proven holders, growth outside the heap, unproven holders, growth
 * without a holder, silence. Silence counts as an answer only if every part was judged.
 */
export function verdictOf(judged: Judged): Verdict {
  const parts = judgedParts(judged);
  return { ...strongest(judged, parts), parts };
}

function strongest(judged: Judged, parts: readonly JudgedPart[]): Verdict {
  const confirmed = judged.suspects.filter((suspect) => suspect.confirmed);
  const outside = blamedOutside(judged);
  const threads = confirmed.length > 0 && outside === undefined ? undefined : pilingThreads(judged, outside);
  if (threads !== undefined) return threads;
  if (outside !== undefined) return besideThreads(outside.verdict, judged.unseenThreads);
  if (confirmed.length > 0) return proven(judged);
  if (judged.suspects.length > 0) return unproven(judged);
  const heap = parts.find(({ name }) => name === 'heap');
  if (judged.by === 'visit' && heap?.state !== 'does-not-grow')
    return nothingVisitedGrows(judged.looks, judged.nearlyFull, judged.triage, judged.capturesRefused);
  // Captures are missed only by who asks about the heap.
  if (judged.looks < 2 && heap !== undefined && heap.state !== 'does-not-grow') return tooFewCaptures(judged);
  const grown = heapGrowth(judged);
  if (grown !== undefined) return growthWithoutHolder(judged, grown);
  if (heap?.state === 'not-judged' && judged.nearlyFull.length > 0)
    return stillFills(judged.nearlyFull, heapEvidence(judged.triage));
  if (heap?.state === 'not-judged')
    return judged.looks < enoughMoments ? silentButShort() : roseWithoutProof(judged, heap);
  const unjudged = parts.filter(({ state }) => state === 'not-judged');
  return unjudged.length === 0 ? silent(judged) : heapAlone(judged, unjudged);
}

/** Threads that pile up answer for the memory that grows with them. */
function pilingThreads(
  { unseenThreads = [] }: Judged,
  outside: OutsideVerdict | undefined,
): Verdict | undefined {
  const threads = verdictOfThreads(unseenThreads);
  return threads && { ...threads, evidence: [...threads.evidence, ...(outside?.verdict.evidence ?? [])] };
}

/** The heaps of unseen threads look like native memory. */
function besideThreads(verdict: Verdict, counts: readonly number[] = []): Verdict {
  const words = threadsBesides(counts);
  if (words.length === 0 || verdict.problem !== 'native') return verdict;
  return { ...verdict, evidence: [...verdict.evidence, ...words], next: [lookIntoWorkers, ...verdict.next] };
}

/** Each part that was asked about, and those that were not and grow all the same. */
function judgedParts(judged: Judged): readonly JudgedPart[] {
  const { asked, triage } = judged;
  const others = (['external', 'native', 'children', 'threads', 'handles'] as const).flatMap((name) => {
    const part = partOfLedger(name, triage);
    return asked.includes(name) || part.state === 'grows' ? [part] : [];
  });
  const threads = partOfThreads(judged.unseenThreads ?? []);
  // A question about the heap alone is about the heap of the main thread.
  const isAsked = asked.some((name) => name !== 'heap') || threads?.state === 'grows';
  return [
    ...(asked.includes('heap') ? [heapPart(judged)] : []),
    ...others,
    ...(threads !== undefined && isAsked ? [threads] : []),
  ];
}

function heapPart(judged: Judged): JudgedPart {
  const { suspects, nearlyFull, looks, by, heapSizes, triage } = judged;
  const inHeap = suspects.filter((suspect) => problemOf(suspect) === 'retained-objects');
  const trend = looks < enoughMoments ? triage.trends.heapUsed : sizesTrend(judged);
  const figures = trend === undefined ? {} : { first: trend.first, last: trend.last };
  const not = (reason: string): JudgedPart => ({ name: 'heap', state: 'not-judged', reason, ...figures });
  if (inHeap.some(({ confirmed }) => confirmed)) {
    const perHour = inHeap.reduce((sum, { growth }) => sum + (growth.bytesPerHour ?? 0), 0);
    const reason = `${counted(inHeap.length, 'suspect')} in ${counted(looks, by)}`;
    return { name: 'heap', state: 'grows', reason, ...figures, ...(perHour > 0 ? { perHour } : {}) };
  }
  if (inHeap.length > 0) return not('growth was seen but is not proven');
  if (nearlyFull.length > 0) return not(nearlyFull[0]);
  if (by === 'visit') return partOfLedger('heap', triage);
  // Without samples the heap was looked at, and not often enough: a missing ledger is not why.
  if (looks < enoughMoments && looks > 0 && triage.samples === 0) {
    return not(`${counted(looks, by)}, and growth needs ${enoughMoments}`);
  }
  if (looks < enoughMoments) return partOfLedger('heap', triage);
  const isQuietShape = trend === undefined || !risesBeyondNoise(trend, by);
  if (!isQuietShape) return not(`it gained ${bytes(trend.gain)}, but no holder was found`);
  return { name: 'heap', state: 'does-not-grow', reason: heapChange(heapSizes), ...figures };
}

/** Pulses count what is in flight too, so only growth in every interval speaks against the heap. */
function risesBeyondNoise({ shape }: HeapTrend, by: Judged['by']): boolean {
  return shape === 'growing' || (shape === 'unsure' && by === 'capture');
}

/** What was alive at each look; without their times, their order shows a rise, and no rate is made of it. */
function sizesTrend({ heapSizes, triage: { trends } }: Judged): HeapTrend | undefined {
  return trends.heapUsed?.from === 'captures' ? trends.heapUsed : untimedTrend(heapSizes);
}

/** The growth outside the heap, if no proven holder in the heap explains it. */
export function blamedOutside({ suspects, triage, runtime }: Judged): OutsideVerdict | undefined {
  const outside = outsideVerdict(triage, runtime);
  const confirmed = suspects.filter((suspect) => suspect.confirmed);
  return outside === undefined || (confirmed.length > 0 && explain(confirmed, outside.perHour))
    ? undefined
    : outside;
}

/** Counts per hour have no bytes to be explained: then the suspects stand beside them. */
function explain(suspects: readonly Suspect[], outsidePerHour: Bytes | undefined): boolean {
  const known = suspects.flatMap(({ growth }) => growth.bytesPerHour ?? []);
  if (outsidePerHour === undefined || known.length === 0) return true;
  return known.reduce((sum, rate) => sum + rate, 0) >= verdictLimits.explains * outsidePerHour;
}

function proven({ suspects, looks, triage }: Judged): Verdict {
  return verdictOfSuspects(suspects, looks, [...heapEvidence(triage), ...timeLeftEvidence(triage)]);
}

/** The verdict if suspects explain the growth, the most likely first. */
export function verdictOfSuspects(
  suspects: readonly Suspect[],
  captures: number,
  evidence: readonly string[],
): Verdict {
  const confirmed = suspects.filter((suspect) => suspect.confirmed);
  const isProven = confirmed.length > 0;
  const believed = isProven ? confirmed : suspects;
  return {
    outcome: isProven ? 'growth' : 'possible',
    problem: problemOf(believed[0]),
    sentence: firstOf(suspects),
    // Of the suspect that the sentence names: a number beside it is read as its own.
    confidence: named(suspects).confidence,
    evidence: isProven ? evidence : [whyUnproven(suspects[0], captures), ...evidence],
    next: isProven ? [] : [howToProve(suspects[0], captures)],
  };
}

function whyUnproven({ slowing, mayEnd, ofOpenOwner }: Suspect, captures: number): string {
  if (ofOpenOwner)
    return 'it may be the state of something that is still open: others like it were freed when they ended';
  if (slowing) return 'it gains less in each interval: a cache that is filling looks like this too';
  if (mayEnd !== undefined) return mayEnd;
  return captures < enoughMoments
    ? `${counted(captures, 'capture')}: one interval cannot tell a leak from startup or a cache that is filling`
    : 'the data before the last capture does not show this growth in every interval';
}

function howToProve({ mayEnd, ofOpenOwner }: Suspect, captures: number): string {
  if (mayEnd !== undefined) return 'record again when that time is over: what still grows then is a leak';
  return ofOpenOwner
    ? 'end what is open and record again: what stays of it then is a leak'
    : `record again with at least ${Math.max(4, captures + 1)} captures, and more work between them`;
}

/** Whether these suspects are what the verdict was made of, and not growth outside the heap. */
export function speaksOfSuspects({ sentence }: Verdict, suspects: readonly Suspect[]): boolean {
  return suspects.length > 0 && sentence === firstOf(suspects);
}

/** What a suspect's growth costs: memory of the JavaScript heap, memory outside it, or handles and child processes. */
function problemOf({ kind, externalShare, entryClass }: Suspect): ProblemKind {
  if (kind === 'handles') return /[Pp]rocess$/.test(entryClass) ? 'children' : 'handles';
  return externalShare >= verdictLimits.external ? 'external' : 'retained-objects';
}

function unproven({ suspects, looks, triage }: Judged): Verdict {
  return verdictOfSuspects(suspects, looks, heapEvidence(triage));
}

function firstOf(suspects: readonly Suspect[]): string {
  const { title } = named(suspects);
  return suspects.length === 1 ? title : `${title} (${counted(suspects.length - 1, 'more suspect')})`;
}

/** What is proven comes before what is larger. */
function named(suspects: readonly Suspect[]): Suspect {
  return suspects.find(({ confirmed }) => confirmed) ?? suspects[0];
}

function tooFewCaptures({ looks: captures, triage }: Judged): Verdict {
  if (triage.problem === 'retained-objects') {
    return {
      ...ledgerGrowth(triage),
      next: [
        'record again with at least 4 captures to see who holds the growing objects: heaptrail attach PID',
      ],
    };
  }
  return {
    outcome: 'inconclusive',
    problem: triage.problem,
    sentence:
      captures === 0
        ? 'there is no complete capture to analyze'
        : 'one capture shows what fills the heap, not what grows',
    confidence: 0,
    evidence: ledgerLength(triage),
    next:
      captures === 0
        ? ['record again, for longer or with captures: heaptrail attach PID']
        : ['growth needs at least three captures of one process: heaptrail attach PID'],
  };
}

/** The gain of a heap that grew with every capture by more than start-up and compiled code explain. */
function heapGrowth({ heapSizes, triage }: Judged): Bytes | undefined {
  const trend = triage.trends.heapUsed ?? untimedTrend(heapSizes);
  const { heapGain, heapGainShare } = verdictLimits;
  const worthSaying = Math.max(heapGain, heapGainShare * (heapSizes[0] ?? 0));
  const grew = trend?.shape === 'growing' && trend.confidence >= evenEnough && trend.gain >= worthSaying;
  return grew ? trend.gain : undefined;
}

/** Loose snapshots have no times: their order is enough to see a rise, and no rate is made of it. */
function untimedTrend(sizes: readonly Bytes[]): HeapTrend | undefined {
  if (sizes.length < enoughMoments) return undefined;
  const points = sizes.map((value, order) => ({ at: order, value }));
  const evidence = { kind: 'heap', source: 'captures', unit: 'bytes', used: [] } as const;
  return prove({ ...evidence, captured: points, least: verdictLimits.untimedGain }).trend;
}

function growthWithoutHolder({ triage, looks, by }: Judged, grown: Bytes): Verdict {
  const known = triage.trends.heapUsed?.shape === 'growing';
  const ledger = ledgerGrowth(triage);
  return {
    ...ledger,
    sentence: known ? ledger.sentence : `the JavaScript heap gained ${bytes(grown)}, but no holder is known`,
    confidence: known ? ledger.confidence : verdictLimits.unheld,
    evidence: [`no single holder gains in every interval of ${counted(looks, by)}`, ...heapEvidence(triage)],
    next: [
      'record for longer, with more work between the captures',
      'compare by class: run heaptrail classes with --capture 1, and again without it',
    ],
  };
}

function ledgerGrowth(triage: Triage): Verdict {
  const rate = triage.trends.heapUsed?.perHour ?? 0;
  return {
    outcome: 'possible',
    problem: 'retained-objects',
    sentence: `the JavaScript heap grows ${bytesPerHour(rate)}, but no holder is known`,
    confidence: triage.confidence,
    evidence: [...heapEvidence(triage), ...timeLeftEvidence(triage)],
    next: [],
  };
}

function silentButShort(): Verdict {
  return {
    outcome: 'inconclusive',
    problem: 'unknown',
    sentence: 'nothing grew between two captures, but one interval is too short to clear a process',
    confidence: 0,
    evidence: [],
    next: ['record again with at least 3 captures: heaptrail attach PID'],
  };
}

function isQuiet({ problem }: Triage): boolean {
  return problem === 'none' || problem === 'working-set' || problem === 'warm-up';
}

/** Not in even steps, and more than it swings: neither growth nor none. */
function roseWithoutProof({ looks, by, heapSizes, triage }: Judged, { reason }: JudgedPart): Verdict {
  return {
    outcome: 'inconclusive',
    problem: 'unknown',
    sentence: `the JavaScript heap rose in ${counted(looks, by)}, but no holder is known (${heapChange(heapSizes)})`,
    confidence: 0,
    evidence: [reason, ...heapEvidence(triage)],
    next: ['record for longer, with more work between the captures: heaptrail attach PID --for 5m'],
  };
}

/** The heap was judged, and something beside it was not: that is no all-clear. */
function heapAlone(judged: Judged, unjudged: readonly JudgedPart[]): Verdict {
  const names = unjudged.map(({ name }) => name);
  const inProcess = names.includes('native') || names.includes('external');
  const rose = inProcess ? residentRise(judged.resident) : undefined;
  const isMany = names.length > 1 || /s$/.test(partNames[names[0]!]);
  const rest = rose ?? `${listed(names.map((name) => partNames[name]))} ${isMany ? 'were' : 'was'}`;
  return {
    outcome: 'inconclusive',
    problem: 'unknown',
    sentence: `no growth in the JavaScript heap, but ${rest} not judged`,
    confidence: 0,
    evidence: [
      ...silenceOf(judged),
      ...unjudged.map(({ name, reason }) => `${partNames[name]}: ${reason}`),
      ...(rose === undefined ? takenByCaptures(judged.resident) : []),
    ],
    next: howToJudge(unjudged),
  };
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function residentRise(change: ResidentChange | undefined): string | undefined {
  if (change === undefined) return undefined;
  if (change.last - change.first - change.byCaptures < verdictLimits.residentGain) return undefined;
  const ours = change.byCaptures < mebi ? '' : `, ${bytes(change.byCaptures)} of it by captures,`;
  return `resident memory rose from ${bytes(change.first)} to ${bytes(change.last)}${ours} and was`;
}

function takenByCaptures(change: ResidentChange | undefined): string[] {
  if (change === undefined || change.byCaptures < mebi) return [];
  return [`${bytes(change.byCaptures)} of resident memory is due to the captures`];
}

function silenceOf({ looks, by, heapSizes, triage }: Judged): string[] {
  return looks < 2
    ? [`the heap, by ${duration(triage.duration)} of memory samples`]
    : [`${counted(looks, by)}: ${heapChange(heapSizes)}`];
}

function silent({ looks, by, heapSizes, triage, asked }: Judged): Verdict {
  const problem = isQuiet(triage) ? triage.problem : 'none';
  const where = asked.length > 1 ? '' : ' in the JavaScript heap';
  const heap = triage.trends.heapUsed;
  const seen =
    looks < 2 && heap !== undefined
      ? `${duration(triage.duration)} of memory samples (heap ${bytes(heap.first)} to ${bytes(heap.last)})`
      : `${counted(looks, by)} (${heapChange(heapSizes)})`;
  return {
    outcome: 'none',
    problem,
    sentence: `no sustained growth${where} in ${seen}`,
    confidence: looks < 2 ? (heap?.confidence ?? 0) : 1 - verdictLimits.resting ** (looks - 1),
    evidence: quietEvidence(triage),
    next: [],
  };
}

/** `heap +0.1 MiB, noise ±0.4`: in one unit, so that the two can be compared at a glance. */
function heapChange(sizes: readonly Bytes[]): string {
  if (sizes.length < 2) return 'heap not measured';
  const gains = sizes.slice(1).map((size, i) => size - sizes[i]);
  const change = (sizes[sizes.length - 1] - sizes[0]) / mebi;
  const noise = (Math.max(...gains) - Math.min(...gains)) / 2 / mebi;
  return `heap ${change < 0 ? '-' : '+'}${Math.abs(change).toFixed(1)} MiB, noise ±${noise.toFixed(1)}`;
}

function quietEvidence({ problem, trends }: Triage): string[] {
  const heap = trends.heapUsed;
  if (problem === 'working-set' && heap !== undefined) {
    return [
      `the heap swings ${bytes(heap.swing)} above a floor of ${bytes(heap.last)} and comes back: a working set`,
    ];
  }
  if (problem === 'warm-up') return ['memory rose at first and then leveled off: warm-up'];
  return [];
}

export function heapEvidence({ trends }: Triage): string[] {
  const heap = trends.heapUsed;
  if (heap === undefined || heap.shape !== 'growing') return [];
  return [
    `the heap after garbage collection went from ${bytes(heap.first)} to ${bytes(heap.last)} (${bytesPerHour(heap.perHour)})`,
  ];
}

export function timeLeftEvidence({ timeLeft }: Triage): string[] {
  return timeLeft
    .slice(0, 1)
    .map(
      ({ limit, room, left }) =>
        `at this rate, the ${limit} is reached in about ${duration(left)} (${bytes(room)} left)`,
    );
}

function ledgerLength({ longer, samples }: Triage): string[] {
  if (longer === undefined || samples === 0) return [];
  return [`the memory ledger alone cannot tell either: it needs about ${duration(longer)} more`];
}
