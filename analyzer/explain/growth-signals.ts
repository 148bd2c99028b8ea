import { counted } from '../../format/quantities.ts';
import type { Confidence } from '../../format/units.ts';
import { signalLimits, confidenceWeights as weights } from '../../judgement/parameters/confidence.ts';

/** What speaks for or against a suspect: how much it weighs, and how it is said. */
export interface Signal {
  readonly weight: number;
  readonly text: string;
}

/** How sure we are: what the proof gives, and what each signal adds to it. */
export function confidenceFrom(base: number, signals: readonly Pick<Signal, 'weight'>[]): Confidence {
  const sum = signals.reduce((total, signal) => total + signal.weight, base);
  return Math.round(Math.min(signalLimits.mostSure, Math.max(signalLimits.leastSure, sum)) * 100) / 100;
}

/** A leak gains as much in each interval. */
export function evenWeight(perInterval: readonly number[]): number {
  return weights.uniform * Math.max(0, Math.min(...perInterval) / Math.max(...perInterval, 1));
}

export const slowingGrowth: Signal = {
  weight: 0,
  text: 'it gains less in each interval: a cache that is filling looks like this too',
};

/** Whole numbers of objects per operation come from code, not from chance. */
export function signalOfRate(perOperation: number | undefined): Signal | undefined {
  if (perOperation === undefined || perOperation === 0) return undefined;
  const whole = Math.round(perOperation);
  if (whole >= 1 && Math.abs(perOperation - whole) <= signalLimits.wholeWithin)
    return { weight: weights.wholePerOperation, text: `exactly ${whole} per operation` };
  return { weight: 0, text: `${perOperation.toPrecision(3)} per operation` };
}

/**
 * A few entries may all be waiting for their time to live to end.
 * @param when in which they were gained, in words
 */
export function signalOfFew(gained: number, when = ''): Signal | undefined {
  if (gained >= signalLimits.fewEntries) return undefined;
  return {
    weight: gained < signalLimits.veryFewEntries ? weights.veryFew : weights.few,
    text: `only ${counted(Math.round(gained), 'new entry')}${when}: entries that expire later look the same`,
  };
}
