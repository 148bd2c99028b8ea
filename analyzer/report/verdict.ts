import { bytes, bytesPerHour, counted, duration } from '../../format/quantities.ts';
import type { ProblemKind, Suspect, Verdict } from '../../format/report.ts';
import type { Bytes } from '../../format/units.ts';
import { type HeapTrend, judgeHeap } from '../triage/heap-trend.ts';
import type { Triage } from '../triage/judge.ts';
import { type OutsideVerdict, outsideVerdict } from './outside-verdict.ts';

export interface Judged {
  readonly suspects: readonly Suspect[];
  /** At how many moments the heap was looked at. */
  readonly looks: number;
  /** With what: captures, or pulses that date one capture. */
  readonly by: 'capture' | 'pulse';
  /** All that was alive at each of them. */
  readonly heapSizes: readonly Bytes[];
  readonly triage: Triage;
}

const mebi: Bytes = 1024 * 1024;
/** Two captures have one interval between them, and anything can happen once. */
export const enoughCaptures = 3;
/** Suspects that explain less than this share of a growth outside of the heap are not its cause. */
const explains = 0.25;
/** A few sizes of a working set can rise by chance, but hardly in even steps. */
const evenEnough = 0.8;

/**
 * The verdict in order of strength: proven holders, growth outside of the heap, unproven holders, growth
 * without a holder, silence. Silence counts as an answer only where there was enough to hear.
 */
export function verdictOf(judged: Judged): Verdict {
  const confirmed = judged.suspects.filter((suspect) => suspect.confirmed);
  const outside = blamedOutside(judged);
  if (outside !== undefined) return outside.verdict;
  if (confirmed.length > 0) return proven(judged);
  if (judged.suspects.length > 0) return unproven(judged);
  if (judged.looks < 2) return tooFewCaptures(judged);
  const grown = heapGrowth(judged);
  if (grown !== undefined) return growthWithoutHolder(judged, grown);
  if (judged.looks < enoughCaptures && !isQuiet(judged.triage)) return silentButShort();
  return silent(judged);
}

/** The growth outside of the heap, where no proven holder in the heap explains it. */
export function blamedOutside({ suspects, triage }: Judged): OutsideVerdict | undefined {
  const outside = outsideVerdict(triage);
  const confirmed = suspects.filter((suspect) => suspect.confirmed);
  return outside === undefined || (confirmed.length > 0 && explain(confirmed, outside.perHour))
    ? undefined
    : outside;
}

/** Counts per hour have no bytes to be explained: then the suspects stand beside them. */
function explain(suspects: readonly Suspect[], outsidePerHour: Bytes | undefined): boolean {
  const known = suspects.flatMap(({ growth }) => growth.bytesPerHour ?? []);
  if (outsidePerHour === undefined || known.length === 0) return true;
  return known.reduce((sum, rate) => sum + rate, 0) >= explains * outsidePerHour;
}

function proven({ suspects, looks, triage }: Judged): Verdict {
  return verdictOfSuspects(suspects, looks, [...heapEvidence(triage), ...timeLeftEvidence(triage)]);
}

/** The verdict where suspects answer for the growth, the most likely first. */
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
    next: isProven
      ? []
      : [`record again with at least ${Math.max(4, captures + 1)} captures, and more work between them`],
  };
}

function whyUnproven({ slowing }: Suspect, captures: number): string {
  if (slowing) return 'it gains less in each interval: a cache that fills looks like this too';
  return captures < enoughCaptures
    ? `${counted(captures, 'capture')}: one interval cannot tell a leak from start-up or a cache that fills`
    : 'what was seen before the last capture does not show this growth in every interval';
}

/** Whether these suspects are what the verdict was made of, and not growth outside of the heap. */
export function speaksOfSuspects({ sentence }: Verdict, suspects: readonly Suspect[]): boolean {
  return suspects.length > 0 && sentence === firstOf(suspects);
}

/** What a suspect's growth costs: memory of the JavaScript heap, memory outside of it, or what it stands for. */
function problemOf({ kind, externalShare, entryClass }: Suspect): ProblemKind {
  if (kind === 'handles') return /[Pp]rocess$/.test(entryClass) ? 'children' : 'handles';
  return externalShare >= 0.5 ? 'external' : 'retained-objects';
}

function unproven({ suspects, looks, triage }: Judged): Verdict {
  return verdictOfSuspects(suspects, looks, heapEvidence(triage));
}

function firstOf(suspects: readonly Suspect[]): string {
  const { title } = named(suspects);
  return suspects.length === 1 ? title : `${title}; ${counted(suspects.length - 1, 'more suspect')}`;
}

/** What is proven comes before what is larger. */
function named(suspects: readonly Suspect[]): Suspect {
  return suspects.find(({ confirmed }) => confirmed) ?? suspects[0];
}

function tooFewCaptures({ looks: captures, triage }: Judged): Verdict {
  if (triage.problem === 'retained-objects') {
    return {
      ...ledgerGrowth(triage),
      next: ['record again with at least 4 captures to see who holds what grows'],
    };
  }
  return {
    outcome: 'inconclusive',
    problem: triage.problem,
    sentence:
      captures === 0
        ? 'there is no whole capture to look into'
        : 'one capture shows what there is, not what grows',
    confidence: 0,
    evidence: ledgerLength(triage),
    next: [
      captures === 0
        ? 'record again: heaptrail record PID'
        : 'give two or more captures of the same process, three or more to prove growth: heaptrail record PID',
    ],
  };
}

/** The gain of a heap that grew with every capture by more than start-up and compiled code explain. */
function heapGrowth({ heapSizes, triage }: Judged): Bytes | undefined {
  const trend = triage.trends.heapUsed ?? untimedTrend(heapSizes);
  const worthSaying = Math.max(2 * mebi, 0.1 * (heapSizes[0] ?? 0));
  const grew = trend?.shape === 'growing' && trend.confidence >= evenEnough && trend.gain >= worthSaying;
  return grew ? trend.gain : undefined;
}

/** Loose snapshots have no times: their order is enough to see a rise, and no rate is made of it. */
function untimedTrend(sizes: readonly Bytes[]): HeapTrend | undefined {
  if (sizes.length < enoughCaptures) return undefined;
  const points = sizes.map((value, order) => ({ at: order, value }));
  return judgeHeap([], points, mebi);
}

function growthWithoutHolder({ triage, looks, by }: Judged, grown: Bytes): Verdict {
  const known = triage.trends.heapUsed?.shape === 'growing';
  const ledger = ledgerGrowth(triage);
  return {
    ...ledger,
    sentence: known ? ledger.sentence : `the JavaScript heap gained ${bytes(grown)} and no holder is known`,
    confidence: known ? ledger.confidence : 0.5,
    evidence: [`no single holder gains in every interval of ${counted(looks, by)}`, ...heapEvidence(triage)],
    next: [
      'record for longer, with more work between the captures',
      'compare what there is by class: heaptrail classes with --capture 1, and without',
    ],
  };
}

function ledgerGrowth(triage: Triage): Verdict {
  const rate = triage.trends.heapUsed?.perHour ?? 0;
  return {
    outcome: 'possible',
    problem: 'retained-objects',
    sentence: `the JavaScript heap grows ${bytesPerHour(rate)} and no holder is known`,
    confidence: triage.confidence,
    evidence: [...heapEvidence(triage), ...timeLeftEvidence(triage)],
    next: [],
  };
}

function silentButShort(): Verdict {
  return {
    outcome: 'inconclusive',
    problem: 'unknown',
    sentence: 'nothing grew between two captures, which is one interval and too short to clear a process',
    confidence: 0,
    evidence: [],
    next: ['record again with at least 3 captures: heaptrail record PID'],
  };
}

function isQuiet({ problem }: Triage): boolean {
  return problem === 'none' || problem === 'working-set' || problem === 'warm-up';
}

function silent({ looks, by, heapSizes, triage }: Judged): Verdict {
  const problem = isQuiet(triage) ? triage.problem : 'none';
  // Each further silent interval halves the chance that a leak was merely resting.
  const confidence = 1 - 0.5 ** (looks - 1);
  return {
    outcome: 'none',
    problem,
    sentence: `no sustained growth in ${counted(looks, by)} (${heapChange(heapSizes)})`,
    confidence,
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
  if (problem === 'warm-up') return ['memory rose at first and then levelled off: warm-up'];
  return [];
}

export function heapEvidence({ trends }: Triage): string[] {
  const heap = trends.heapUsed;
  if (heap === undefined || heap.shape !== 'growing') return [];
  return [
    `the heap after collections went from ${bytes(heap.first)} to ${bytes(heap.last)} (${bytesPerHour(heap.perHour)})`,
  ];
}

export function timeLeftEvidence({ timeLeft }: Triage): string[] {
  return timeLeft
    .slice(0, 1)
    .map(
      ({ limit, room, left }) =>
        `at this rate the ${limit} is reached in about ${duration(left)} (${bytes(room)} left)`,
    );
}

function ledgerLength({ longer, samples }: Triage): string[] {
  if (longer === undefined || samples === 0) return [];
  return [`the memory ledger alone cannot say either: it needs about ${duration(longer)} more`];
}
