import { duration as inWords } from '../../../format/quantities.ts';
import type { Millis } from '../../../format/units.ts';
import { ProbeError } from '../../probe-error.ts';
import type { RecordingPlan } from './plan.ts';

export interface VisitWishes {
  readonly duration?: Millis | undefined;
  readonly every?: Millis | undefined;
}

/** Four have to agree, and what is met late must be seen often enough as well. */
const defaultVisits = 7;
const fewestVisits = 4;
const defaultEvery: Millis = 5_000;
const shortestEvery: Millis = 500;
/** A program that does little needs a while to show what it keeps. */
const [shortestSampling, mostSampling]: readonly [Millis, Millis] = [2_500, 10_000];

/**
 * The plan of a recording that looks at the heap with nothing heavier than visits.
 * @throws ProbeError `bad-plan`
 */
export function planVisits(plan: RecordingPlan, { duration, every: asked }: VisitWishes): RecordingPlan {
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
  const { window: _, ...rest } = plan;
  return {
    ...rest,
    captures: 0,
    every,
    lead: 0,
    duration: sampling + (visits - 1) * every,
    pulses: false,
    sampling: false,
    stacks: false,
    workers: false,
    settles: false,
    untilGrowth: false,
    visiting: { visits, every, sampling },
  };
}
