import { bytes, bytesPerHour, counted, duration } from '../../format/quantities.ts';
import type { Verdict } from '../../format/report.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import type { JudgedLife } from '../triage/judge-processes.ts';
import type { Trend } from '../triage/trend.ts';
import { outsideVerdict } from './outside-verdict.ts';
import { heapEvidence, timeLeftEvidence } from './verdict.ts';

/**
 * V8 collects when it has to: a young heap grows by this much before anyone knows what of it is garbage, and with it
 * the resident memory of a process of which nothing else is known.
 */
const collectedLater: Bytes = 128 * 1024 * 1024;
const longEnough: Millis = 600_000;

const attach = 'see who holds it: heaptrail attach PID';
const logMore =
  'log process.memoryUsage() as JSON with process.uptime(): with heapUsed, heapTotal and external the kind of growth shows';

/** What a ledger or telemetry alone says about one process: whether this is a leak at all, and of which kind. */
export function triageVerdict(life: JudgedLife): Verdict {
  return (
    outsideVerdict(life.triage)?.verdict ??
    heapVerdict(life) ??
    residentVerdict(life) ??
    regrowthVerdict(life) ??
    shortVerdict(life) ??
    quietVerdict(life)
  );
}

function heapVerdict({ triage }: JudgedLife): Verdict | undefined {
  const heap = triage.trends.heapUsed;
  if (triage.problem !== 'retained-objects' || heap === undefined) return undefined;
  return {
    outcome: 'growth',
    problem: 'retained-objects',
    sentence: `the JavaScript heap grows ${bytesPerHour(heap.perHour)}`,
    confidence: triage.confidence,
    evidence: [...heapEvidence(triage), ...timeLeftEvidence(triage)],
    next: [attach],
  };
}

/** Resident memory grows, and nothing that was measured beside it says which part. */
function residentVerdict({ triage, known }: JudgedLife): Verdict | undefined {
  const { rss, heapUsed } = triage.trends;
  if (triage.problem !== 'unknown' || rss?.shape !== 'growing' || heapUsed?.shape === 'unsure')
    return undefined;
  const heapIsFlat = heapUsed?.shape === 'flat' || heapUsed?.shape === 'falling';
  const isProof =
    heapIsFlat || (heapUsed === undefined && rss.gain >= collectedLater && triage.duration >= longEnough);
  return {
    outcome: isProof ? 'growth' : 'possible',
    problem: heapIsFlat && triage.trends.external !== undefined ? 'native' : 'unknown',
    sentence: `resident memory grows ${bytesPerHour(rss.perHour)}${heapIsFlat ? ' while the JavaScript heap is flat' : ''}`,
    confidence: rss.confidence,
    evidence: [
      `resident memory without its peaks: ${bytes(rss.first)} to ${bytes(rss.last)}`,
      ...(isProof || heapUsed !== undefined
        ? []
        : ['so much can be garbage that was not collected yet: the heap was not measured']),
      ...timeLeftEvidence(triage),
    ],
    next: known.has('heapUsed') ? [attach] : [logMore, attach],
  };
}

function regrowthVerdict({ triage, regrowth }: JudgedLife): Verdict | undefined {
  if (regrowth === undefined) return undefined;
  return {
    outcome: 'possible',
    problem: 'unknown',
    sentence: `resident memory grows ${bytesPerHour(regrowth.perHour)} or more, ${regrowth.stretches} times from where it began`,
    confidence: regrowth.confidence,
    evidence: [
      `in ${duration(triage.duration)} it fell back to its start ${counted(regrowth.stretches - 1, 'time')}: restarts of a process that leaks, or work that ended`,
    ],
    next: [
      'compare with the times of restarts; with pid or process.uptime() in each line they are told apart',
    ],
  };
}

function shortVerdict({ triage }: JudgedLife): Verdict | undefined {
  const { samples, longer, duration: span } = triage;
  if (triage.problem !== 'unknown' || (longer === undefined && samples > 1)) return undefined;
  return {
    outcome: 'inconclusive',
    problem: 'unknown',
    sentence:
      samples <= 1
        ? 'one sample shows how much memory there is, not that it grows'
        : `${duration(span)} of samples cannot tell: about ${duration(longer ?? 0)} more needed`,
    confidence: 0,
    evidence:
      samples <= 1
        ? ['a size divided by an uptime is no rate: most of it may have been there in the first minute']
        : heapSeen(triage),
    next: ['measure again later in the same life of the process, at least every minute'],
  };
}

function heapSeen({ trends }: JudgedLife['triage']): string[] {
  const heap = trends.heapUsed;
  if (heap?.shape !== 'unsure' || heap.gain <= 0) return [];
  return heap.from === 'windows'
    ? ['the heap rises, but was not seen to be collected often enough: what it gained may be garbage']
    : [`so far the heap after collections went from ${bytes(heap.first)} to ${bytes(heap.last)}`];
}

/** A process whose memory goes up and comes back by this share of its floor was seen to work. */
const workingSwing = { share: 0.25, least: 32 * 1024 * 1024 };

function quietVerdict({ triage, swing = 0 }: JudgedLife): Verdict {
  const { rss, heapUsed } = triage.trends;
  const told = [
    ...(rss === undefined ? [] : [`rss ${changed(rss)}`]),
    ...(heapUsed === undefined ? [] : [`heap ${changed(heapUsed)}`]),
  ].join(', ');
  const span = `no growth in ${duration(triage.duration)}`;
  // Without the heap's own figures the swing of resident memory has to tell.
  const works =
    heapUsed === undefined &&
    rss !== undefined &&
    swing >= Math.max(workingSwing.least, workingSwing.share * rss.last);
  const quiet = triage.problem === 'unknown' ? 'none' : triage.problem;
  return {
    outcome: 'none',
    problem: quiet === 'none' && works ? 'working-set' : quiet,
    sentence: told === '' ? span : `${span} (${told})`,
    confidence: triage.confidence,
    evidence: [
      ...quietReasons(triage),
      ...(works ? [`rss goes up by ${bytes(swing)} and comes back: a working set`] : []),
    ],
    next: [],
  };
}

function changed({ first, last }: Trend): string {
  const [was, is] = [bytes(first), bytes(last)];
  return was === is ? was : `${was} to ${is}`;
}

function quietReasons({ problem, trends }: JudgedLife['triage']): string[] {
  const heap = trends.heapUsed;
  if (problem === 'working-set' && heap !== undefined)
    return [
      `the heap swings ${bytes(heap.swing)} above a floor of ${bytes(heap.last)} and comes back: a working set`,
    ];
  if (problem === 'warm-up') return ['memory rose at first and then levelled off: warm-up'];
  return [];
}
