import { duration as inWords } from '../../../format/quantities.ts';
import type { Millis } from '../../../format/units.ts';
import { ProbeError } from '../../probe-error.ts';
import type { RecordingPlan } from './plan.ts';

export interface WindowWishes {
  readonly span?: Millis | undefined;
  readonly atOnce?: boolean | undefined;
}

const defaultDuration: Millis = 600_000;
const defaultSpan: Millis = 60_000;
/** Pulses are at least 1.5 s apart, and it takes seven of them to prove growth. */
const shortestSpan: Millis = 12_000;
/** Without pulses, captures have to show what grows: three intervals, so that two can confirm one. */
const capturesWithoutPulses = 4;

/**
 * The plan `auto`: memory alone until it is seen to grow, then one window, and nothing more.
 * @param plan a plan that was made without a number of captures
 * @param duration how long to wait for growth, the window included
 * @throws ProbeError `bad-plan`
 */
export function planWindow(
  plan: RecordingPlan,
  duration: Millis | undefined,
  { span = defaultSpan, atOnce = false }: WindowWishes,
): RecordingPlan {
  if (span < shortestSpan) {
    throw new ProbeError(
      'bad-plan',
      `a window of ${inWords(span)} is too short to prove growth`,
      `give at least --window ${shortestSpan / 1000}s`,
    );
  }
  const whole = Math.max(span, duration ?? (atOnce ? span : defaultDuration));
  return {
    ...plan,
    pulses: !plan.stacks,
    lead: 0,
    settles: false,
    captures: capturesWithoutPulses,
    every: Math.floor(span / (capturesWithoutPulses - 1)),
    duration: whole,
    window: { span, opens: atOnce ? 'at-once' : 'on-growth' },
  };
}

/** If there are pulses, one capture explains what they prove. */
export function withPulses(plan: RecordingPlan, pulses: boolean): RecordingPlan {
  return plan.window !== undefined && pulses ? { ...plan, captures: 1, every: plan.window.span } : plan;
}
