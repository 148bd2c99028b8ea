import { duration as inWords } from '../../../format/quantities.ts';
import { isAtLeast, type Rung } from '../../../format/rungs.ts';
import type { Millis } from '../../../format/units.ts';
import { visitLimits } from '../../../judgement/parameters/visits.ts';
import { ProbeError } from '../../probe-error.ts';
import type { RecordingPlan, VisitPlan } from './plan.ts';

export interface VisitWishes {
  /** The heaviest rung that may be taken: at least visits. Default: visits. */
  readonly rung?: Rung | undefined;
  readonly duration?: Millis | undefined;
  readonly every?: Millis | undefined;
}

/** Four have to agree, and what is met late must be seen often enough as well. */
const defaultVisits = 7;
const { fewestVisits } = visitLimits;
const defaultEvery: Millis = 5_000;
const shortestEvery: Millis = 500;
/** For so long it is waited for what grows to reach its limit, or for its entries to expire. */
const longestToSeeEnds: Millis = 60_000;
/** A program that does little needs a while to show what it keeps. */
const [shortestSampling, mostSampling]: readonly [Millis, Millis] = [2_500, 10_000];

/**
 * The plan of a recording that visits, and looks closer as far as the rung allows and the process can bear.
 * @throws ProbeError `bad-plan`
 */
export function planVisits(
  plan: RecordingPlan,
  { duration, every: asked, rung = 'visits' }: VisitWishes,
): RecordingPlan {
  const every = asked ?? (duration === undefined ? defaultEvery : Math.floor(duration / (defaultVisits + 1)));
  const sampling = Math.min(mostSampling, Math.max(every, shortestSampling));
  const visits = duration === undefined ? defaultVisits : Math.floor((duration - sampling) / every) + 1;
  if (every < shortestEvery) {
    throw new ProbeError(
      'bad-plan',
      `visits ${inWords(every)} apart are too close: the shortest interval is ${inWords(shortestEvery)}`,
      'give a longer --for or --every',
    );
  }
  if (visits < fewestVisits) {
    throw new ProbeError(
      'bad-plan',
      `there is time for ${visits} visits, and growth needs ${fewestVisits}`,
      'give a longer --for or a shorter --every',
    );
  }
  const { window: _, lighter: __, ...rest } = plan;
  return {
    ...rest,
    captures: 0,
    every,
    lead: 0,
    duration: sampling + (visits - 1) * every,
    pulses: plan.pulses && isAtLeast(rung, 'pulses'),
    sampling: false,
    stacks: false,
    workers: false,
    settles: false,
    untilGrowth: false,
    // Who says for how long is not kept waiting for longer.
    visiting: {
      rung,
      visits,
      toSeeEnds: duration === undefined ? Math.floor(longestToSeeEnds / every) : 0,
      every,
      sampling,
    },
  };
}

/** Visits beyond the plan, for what was met at one of the last ones. */
export const mostForLate = 2;

/** What the visits so far leave open. */
export interface OpenVisits {
  /** Whether something has grown that was met too late to be judged. */
  readonly isOpen: boolean;
  /** Whether something that grows is to reach its end within this time. */
  endsWithin(span: Millis): boolean;
}

/** Whether there is to be a visit of this number, from 1. */
export function hasVisit({ visits, toSeeEnds, every }: VisitPlan, number: number, open: OpenVisits): boolean {
  if (number <= visits) return true;
  if (number <= visits + mostForLate && open.isOpen) return true;
  const last = visits + toSeeEnds;
  // The end is to be seen from behind.
  return number <= last && open.endsWithin((last - number) * every);
}

/** What is left of the plan on a rung that the process can bear. */
export function atRung(plan: RecordingPlan, visiting: VisitPlan, rung: Rung): RecordingPlan {
  return {
    ...plan,
    captures: rung === 'snapshot' ? 1 : 0,
    pulses: plan.pulses && isAtLeast(rung, 'pulses'),
    visiting: { ...visiting, rung },
  };
}

/** The visits for which there is time; as few as growth needs if there is not enough. */
export function withinTime(visiting: VisitPlan, left: Millis = Number.POSITIVE_INFINITY): VisitPlan {
  const fitting = Math.floor((left - visiting.sampling) / visiting.every) + 1;
  const visits = Math.max(fewestVisits, Math.min(visiting.visits, fitting));
  return { ...visiting, visits, toSeeEnds: Math.max(0, Math.min(visiting.toSeeEnds, fitting - visits)) };
}

/**
 * The same plan, which takes the highest lighter rung if its captures are refused. Captures may be further apart than visits in the same time,
 * and closer than visits can be.
 */
export function withLighter(plan: RecordingPlan, { duration, every }: VisitWishes): RecordingPlan {
  const wishes = duration === undefined ? { every: every && Math.max(every, shortestEvery) } : { duration };
  try {
    return { ...plan, lighter: planVisits(plan, { ...wishes, rung: 'snapshot' }) };
  } catch (error) {
    // There is no time for enough visits: nobody asked for them.
    if (error instanceof ProbeError && error.code === 'bad-plan') return plan;
    throw error;
  }
}
