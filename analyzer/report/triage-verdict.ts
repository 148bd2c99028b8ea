import { bytes, bytesPerHour, counted } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import type { Verdict } from '../../format/verdict.ts';
import { triageLimits } from '../../judgement/parameters/verdict.ts';
import type { Trend } from '../../judgement/series/trend.ts';
import type { JudgedLife } from '../triage/judge-processes.ts';
import { deathVerdict, endEvidence } from './death-verdict.ts';
import { outsideVerdict } from './outside-verdict.ts';
import { perSampleWords } from './per-sample-words.ts';
import { standInVerdict } from './stand-in-verdict.ts';
import { attach, isBeyondGarbage, logMore, spanOfLife, tooShort } from './triage-words.ts';
import { heapEvidence, timeLeftEvidence } from './verdict.ts';

/** What a ledger or telemetry alone says about one process: whether this is a leak at all, and of which kind. */
export function triageVerdict(life: JudgedLife): Verdict {
  const verdict =
    growthVerdict(life) ??
    deathVerdict(life) ??
    standInVerdict(life) ??
    shortVerdict(life) ??
    unjudgedVerdict(life) ??
    quietVerdict(life);
  return life.timeless ? perSampleWords(verdict) : verdict;
}

/** Growth that was seen within the life, whatever ended it. */
function growthVerdict(life: JudgedLife): Verdict | undefined {
  const verdict =
    outsideVerdict(life.triage)?.verdict ??
    heapVerdict(life) ??
    residentVerdict(life) ??
    uncollectedVerdict(life) ??
    regrowthVerdict(life);
  return verdict === undefined
    ? undefined
    : { ...verdict, evidence: [...verdict.evidence, ...endEvidence(life)] };
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
function residentVerdict(life: JudgedLife): Verdict | undefined {
  const { triage, known } = life;
  const { rss, heapUsed, native } = triage.trends;
  if (triage.problem !== 'unknown' || rss?.shape !== 'growing' || heapUsed?.shape === 'unsure')
    return undefined;
  // It is the sum of its parts: if all are known, each is judged by what it takes to prove it.
  if (native !== undefined) return undefined;
  if (rss.last - rss.first <= waitedOutside(life)) return undefined;
  const heapIsFlat = heapUsed?.shape === 'flat' || heapUsed?.shape === 'falling';
  const isProof = heapIsFlat || (heapUsed === undefined && isBeyondGarbage(rss, life));
  return {
    outcome: isProof ? 'growth' : 'possible',
    problem: heapIsFlat && triage.trends.external !== undefined ? 'native' : 'unknown',
    sentence: `resident memory grows ${bytesPerHour(rss.perHour)}${heapIsFlat ? ' while the JavaScript heap is flat' : ''}`,
    confidence: rss.confidence,
    evidence: [
      `resident memory without its peaks: ${bytes(rss.first)} to ${bytes(rss.last)}`,
      ...(isProof || heapUsed !== undefined
        ? []
        : ['this much can be garbage that is not collected yet: the heap was not measured']),
      ...timeLeftEvidence(triage),
    ],
    next: known.has('heapUsed') ? [attach] : [logMore, attach],
  };
}

/** What waited outside the heap to be collected: the allocator may keep its pages, also after that. */
function waitedOutside({ samples }: JudgedLife): Bytes {
  const known = samples.flatMap(({ external }) => external ?? []);
  return known.length === 0 ? 0 : Math.max(...known) - Math.min(...known);
}

/** A heap that rises for long, and that no collection was seen to bring down: no proof, and no silence either. */
function uncollectedVerdict({ triage }: JudgedLife): Verdict | undefined {
  const heap = triage.trends.heapUsed;
  const { youngGeneration, longUncollected, uncollected } = triageLimits;
  if (triage.problem !== 'unknown' || heap?.rises !== true || heap.gain < youngGeneration) return undefined;
  if (triage.duration < longUncollected) return undefined;
  return {
    outcome: 'possible',
    problem: 'retained-objects',
    sentence: `the JavaScript heap rises ${bytesPerHour(heap.perHour)}, and no garbage collection was seen`,
    confidence: uncollected,
    evidence: [
      `the heap without its peaks: ${bytes(heap.first)} to ${bytes(heap.last)}`,
      'this much can be promoted garbage that is not collected yet',
      ...timeLeftEvidence(triage),
    ],
    next: [
      attach,
      'or log for longer, at least every minute: what remains after full garbage collections is proof',
    ],
  };
}

function regrowthVerdict(life: JudgedLife): Verdict | undefined {
  const { regrowth } = life;
  if (regrowth === undefined) return undefined;
  return {
    outcome: 'possible',
    problem: 'unknown',
    sentence: `resident memory grows ${bytesPerHour(regrowth.perHour)} or more, ${regrowth.stretches} times from its starting level`,
    confidence: regrowth.confidence,
    evidence: [
      `in ${spanOfLife(life)} it fell back to its start ${counted(regrowth.stretches - 1, 'time')}: a leaking process that restarts, or work that ended`,
    ],
    next: [
      'compare with the times of restarts. Log the pid or process.uptime() in each line to tell them apart',
    ],
  };
}

function shortVerdict(life: JudgedLife): Verdict | undefined {
  const { samples, longer, problem } = life.triage;
  if (problem !== 'unknown' || (longer === undefined && samples > 1)) return undefined;
  return tooShort(life, longer ?? 0);
}

/** Silence is an answer only if something was judged. */
function unjudgedVerdict({ triage, known }: JudgedLife): Verdict | undefined {
  const { problem, confidence, trends } = triage;
  const isJudged = trends.rss !== undefined || trends.heapUsed !== undefined;
  if (isJudged && problem !== 'unknown' && confidence >= triageLimits.leastConfidence) return undefined;
  return {
    outcome: 'inconclusive',
    problem: 'unknown',
    sentence: 'the known figures of this process cannot show whether its memory grows',
    confidence: 0,
    evidence: [],
    next: known.has('heapUsed') ? [attach] : [logMore, attach],
  };
}

function quietVerdict(life: JudgedLife): Verdict {
  const { triage, swing = 0 } = life;
  const { rss, heapUsed } = triage.trends;
  const told = [
    ...(rss === undefined ? [] : [`rss ${changed(rss)}`]),
    ...(heapUsed === undefined ? [] : [`heap ${changed(heapUsed)}`]),
  ].join(', ');
  const what = rss === undefined && heapUsed !== undefined ? ' of the JavaScript heap' : '';
  const span = `no growth${what} in ${spanOfLife(life)}`;
  // Without the heap's own figures the swing of resident memory has to tell.
  const works =
    heapUsed === undefined &&
    rss !== undefined &&
    swing >= Math.max(triageLimits.leastSwing, triageLimits.swingShare * rss.last);
  return {
    outcome: 'none',
    problem: triage.problem === 'none' && works ? 'working-set' : triage.problem,
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
  if (problem === 'warm-up') return ['memory rose at first and then leveled off: warm-up'];
  return [];
}
