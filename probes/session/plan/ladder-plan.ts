import { isAtLeast, type Rung } from '../../../format/rungs.ts';
import type { Millis } from '../../../format/units.ts';
import { planRecording, type RecordingPlan, type RecordingWishes } from './plan.ts';
import { planVisits, withLighter } from './visit-plan.ts';

export interface LadderWishes extends Omit<RecordingWishes, 'captures' | 'every' | 'duration'> {
  /** How long the recording may take. */
  readonly duration: Millis;
}

/**
 * The plan of a person who wants the most that the process can bear in this time, and no refusal: the highest rung up to
 * `most`, and a lighter one if that is too heavy.
 * @throws ProbeError `bad-plan`
 */
export function planLadder({ duration, ...wishes }: LadderWishes, most: Rung = 'snapshots'): RecordingPlan {
  if (most === 'snapshots') return withLighter(planRecording({ ...wishes, duration }), { duration });
  if (isAtLeast(most, 'visits')) {
    const pulses = isAtLeast(most, 'pulses');
    return planVisits(planRecording({ ...wishes, pulses }), { duration, rung: most });
  }
  return planRecording({ ...wishes, duration, captures: 0, sampling: most !== 'ledger' });
}

/** What is left of it if the heap cannot be looked at: memory samples, for as long. */
export function captureless({ lighter: _, visiting: __, ...plan }: RecordingPlan): RecordingPlan {
  return { ...plan, captures: 0, lead: 0, pulses: false };
}
