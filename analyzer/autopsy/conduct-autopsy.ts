import { type Autopsy, autopsySchemaVersion, type DeadLife } from '../../format/autopsy.ts';
import { tool } from '../../format/tool.ts';
import type { EpochMillis } from '../../format/units.ts';
import type { Verdict, VerdictOutcome } from '../../format/verdict.ts';
import { deathsVerdict } from '../report/death-verdict.ts';
import { buildTriageReport } from '../report/triage-report.ts';
import { triageVerdict } from '../report/triage-verdict.ts';
import { judgeProcesses, type ObservedProcess } from '../triage/judge-processes.ts';
import { type Cause, causeOf } from './cause-of-death.ts';
import type { Clues } from './clues.ts';
import { compareLives } from './compare-lives.ts';
import { deathSentence } from './death-sentence.ts';
import { growthOf, type LifeGrowth } from './growth-of-life.ts';
import { holderFor, type NamedHolder } from './holders.ts';
import { ageOf, calendarTimeOf, type EndedLife, endedLives } from './lives.ts';
import { nextTime } from './next-time.ts';
import { unknownAbout } from './what-is-unknown.ts';

/** All that is left of processes that died. */
export interface AutopsyEvidence {
  readonly processes: readonly ObservedProcess[];
  readonly holders: readonly NamedHolder[];
  readonly clues: Clues;
  /** The pids of those that were watched when they died. */
  readonly watched: ReadonlySet<string>;
  /** What else was seen in the last moments of a process, in words. */
  readonly last: readonly string[];
  /** What was torn, assumed or left out while reading. */
  readonly limits: readonly string[];
}

interface Examined {
  readonly life: EndedLife;
  readonly cause: Cause;
  readonly growth: LifeGrowth;
  readonly base: Verdict;
  readonly dead: DeadLife;
}

/** From what is left to a verdict on each life that ended, and on all of them. */
export function conductAutopsy(evidence: AutopsyEvidence, createdAt: EpochMillis): Autopsy {
  const lives = endedLives(evidence.processes);
  const examined = lives.map((life) => examine(life, evidence.holders, lives.length));
  const compared = compareLives(examined);
  const main = mostTelling(examined);
  return {
    schemaVersion: autopsySchemaVersion,
    tool,
    createdAt,
    verdict:
      main === undefined ? noDeath(evidence, createdAt) : verdictOf(main, examined, compared, evidence),
    lives: examined.map(({ dead }) => dead),
    compared,
    unknown: main === undefined ? [] : unknownAbout(main.life, main.cause, main.dead.holder),
    limits: evidence.limits,
  };
}

function examine(life: EndedLife, holders: readonly NamedHolder[], lives: number): Examined {
  const cause = causeOf(life);
  const growth = growthOf(life, cause);
  const base = triageVerdict(withCause(life, cause));
  const holder = holderFor(life.pid, holders, lives);
  const age = ageOf(life);
  const at = calendarTimeOf(life);
  const { service, pid, life: number, end, triage, samples } = life;
  const { cause: what, confidence, knownBy, ...sizes } = cause;
  const dead: DeadLife = {
    ...(service === undefined ? {} : { service }),
    ...(pid === undefined || pid === service ? {} : { pid }),
    ...(number === undefined ? {} : { life: number }),
    cause: what,
    causeConfidence: confidence,
    causeKnownBy: knownBy,
    sentence: deathSentence(life, cause, growth),
    ...(at === undefined ? {} : { at }),
    ...(age === undefined ? {} : { age }),
    ...sizes,
    ...(end?.signal === undefined ? {} : { signal: end.signal }),
    problem: base.problem,
    ...(samples.length === 0
      ? {}
      : { memory: { duration: triage.duration, samples: samples.length, series: triage.series } }),
    ...(holder === undefined ? {} : { holder }),
  };
  return { life, cause, growth, base, dead };
}

/** A full heap says the same whether V8 wrote it down or its last sample shows it. */
function withCause(life: EndedLife, { cause, size, limit }: Cause): EndedLife {
  if (cause !== 'heap-limit' || life.end === undefined) return life;
  const sizes = { ...(size === undefined ? {} : { size }), ...(limit === undefined ? {} : { limit }) };
  return { ...life, end: { ...life.end, ...sizes, how: cause } };
}

const weight: Readonly<Record<VerdictOutcome, number>> = { growth: 3, possible: 2, none: 1, inconclusive: 0 };

/** What grew says more than what did not; among equals the latest death. */
function mostTelling(examined: readonly Examined[]): Examined | undefined {
  return examined.reduce<Examined | undefined>(
    (most, one) => (most === undefined || weight[one.base.outcome] >= weight[most.base.outcome] ? one : most),
    undefined,
  );
}

function verdictOf(
  { life, cause, growth, base, dead }: Examined,
  all: readonly Examined[],
  compared: readonly string[],
  { clues, last, watched }: AutopsyEvidence,
): Verdict {
  const together = all.length > 1 ? deathsVerdict(all.map((one) => one.life)) : undefined;
  const surer = together !== undefined && weight[together.outcome] > weight[base.outcome] ? together : base;
  const { holder } = dead;
  return {
    outcome: surer.outcome,
    problem: surer.problem,
    sentence: dead.sentence,
    confidence: together === undefined ? surer.confidence : Math.max(surer.confidence, together.confidence),
    evidence: [
      `how it ended: ${cause.knownBy}`,
      ...growth.evidence,
      ...(holder === undefined ? [] : [holder.sentence]),
      ...compared,
      ...(together === undefined || together !== surer ? [] : togetherWords(together, compared)),
      ...(clues.frame === undefined ? [] : [`${clues.frame} was running when memory ran out`]),
      ...(clues.doing === undefined || holder !== undefined
        ? []
        : [`${clues.doing} when memory ran out: it may not be what holds most`]),
      ...last,
    ],
    next: [nextTime(life, cause, holder, { clues, isWatched: watched.has(life.pid ?? '') })],
  };
}

/** What several deaths say together, without what the comparison says already. */
function togetherWords({ sentence, evidence }: Verdict, compared: readonly string[]): readonly string[] {
  const isTrend = sentence.includes('the longer they ran');
  return [...(isTrend ? [sentence] : []), ...evidence.slice(compared.length > 0 ? -1 : 0)];
}

const moreLogs = 'add what systemd and the kernel say: journalctl -o short-iso -b | heaptrail autopsy - LOG';

/** Files in which no process ends: what they say of growth still counts. */
function noDeath({ processes, holders, limits }: AutopsyEvidence, createdAt: EpochMillis): Verdict {
  const [named] = holders;
  const lives = judgeProcesses(processes);
  const judged = lives.length === 0 ? undefined : buildTriageReport(lives, { limits }, createdAt).verdict;
  const left = named === undefined ? [] : [named.holder.sentence];
  if (judged !== undefined) {
    const sentence = `no death is recorded here: ${judged.sentence}`;
    return { ...judged, sentence, evidence: [...judged.evidence, ...left], next: [moreLogs] };
  }
  return {
    outcome: 'inconclusive',
    problem: 'unknown',
    sentence: named === undefined ? 'no death is recorded here' : `no death is recorded here, but ${left[0]}`,
    confidence: 0,
    evidence: [],
    next: [moreLogs],
  };
}
