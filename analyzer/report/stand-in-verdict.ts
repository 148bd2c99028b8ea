import type { StandInSeries } from '../../format/memory-trend.ts';
import { bytes, bytesPerHour } from '../../format/quantities.ts';
import type { Verdict } from '../../format/verdict.ts';
import { standInLeastSure, standInWeights } from '../../judgement/parameters/stand-ins.ts';
import type { Trend } from '../../judgement/series/trend.ts';
import type { JudgedLife } from '../triage/judge-processes.ts';
import { standIns } from '../triage/series.ts';
import { attach, isBeyondGarbage, logMore, spanOfLife, tooShort, untilEnough } from './triage-words.ts';

interface StandIn {
  readonly words: string;
  /** Where it does not grow, nothing in it does. */
  readonly holdsAll?: true;
  /** What else may make it grow. */
  readonly doubt: string;
}

const told: Readonly<Record<StandInSeries, StandIn>> = {
  rssAnonymous: {
    words: 'anonymous memory',
    doubt: 'this much can be garbage that is not collected yet: the heap was not measured',
  },
  cgroupUsage: {
    words: 'memory of the control group',
    holdsAll: true,
    doubt: 'it includes the page cache and all processes of the group',
  },
  machineUsed: {
    words: 'used memory of the machine',
    holdsAll: true,
    doubt: 'any process on the machine may be the one that grows',
  },
  heapTotal: {
    words: 'the memory that V8 holds ready for its heap',
    doubt: 'it grows with short bursts of work, and says little about what stays in use',
  },
  swap: {
    words: 'swapped memory',
    doubt: 'it also grows when other processes need memory',
  },
  virtualSize: {
    words: 'virtual memory',
    doubt: 'reserved address space takes no memory',
  },
};

/** What telemetry shows that knows neither resident memory nor the heap: growth perhaps, but its absence rarely. */
export function standInVerdict(life: JudgedLife): Verdict | undefined {
  const { trends } = life.triage;
  if (life.triage.problem !== 'unknown' || trends.rss !== undefined || trends.heapUsed !== undefined)
    return undefined;
  const known = standIns.filter((name) => trends[name] !== undefined);
  const growing = known.find((name) => trends[name]!.shape === 'growing');
  if (growing !== undefined) return growth(growing, trends[growing]!, life);
  const [first] = known;
  if (first === undefined || life.triage.samples <= 1) return undefined;
  const trend = trends[first]!;
  if (trend.shape === 'unsure') return tooShort(life, Math.max(trend.longer ?? 0, untilEnough(life)));
  return told[first].holdsAll ? noGrowth(first, trend, life) : unanswered(first, trend, life);
}

function growth(name: StandInSeries, trend: Trend, life: JudgedLife): Verdict {
  const { words, doubt } = told[name];
  const telling = standInWeights[name];
  const isProof = telling === 1 && isBeyondGarbage(trend, life);
  return {
    outcome: isProof ? 'growth' : 'possible',
    problem: 'unknown',
    sentence: `${words} grows ${bytesPerHour(trend.perHour)}`,
    confidence: telling * trend.confidence,
    evidence: [`${words} without its peaks: ${sizes(trend)}`, ...(isProof ? [] : [doubt])],
    next: [logMore, attach],
  };
}

function noGrowth(name: StandInSeries, trend: Trend, life: JudgedLife): Verdict {
  const { words } = told[name];
  return {
    outcome: 'none',
    problem: trend.shape === 'levelling' ? 'warm-up' : 'none',
    sentence: `no growth of the ${words} in ${spanOfLife(life)} (${sizes(trend)})`,
    confidence: standInWeights[name] * Math.max(standInLeastSure, trend.confidence),
    evidence: [],
    next: [],
  };
}

function unanswered(name: StandInSeries, trend: Trend, life: JudgedLife): Verdict {
  const { words } = told[name];
  return {
    outcome: 'inconclusive',
    problem: 'unknown',
    sentence: `${words} does not grow in ${spanOfLife(life)} (${sizes(trend)}), but resident memory and the heap are unknown`,
    confidence: 0,
    evidence: [],
    next: [logMore, attach],
  };
}

function sizes({ first, last }: Trend): string {
  const [was, is] = [bytes(first), bytes(last)];
  return was === is ? was : `${was} to ${is}`;
}
