import type { EpochMillis } from '../../format/units.ts';
import type { MeasuredCapture } from '../session/guards/capture-cost.ts';
import { AlertRules } from './alert-rule.ts';
import { CaptureResidue } from './capture-residue.ts';
import { LookSchedule } from './look-schedule.ts';
import { ThinnedSamples } from './thinned-samples.ts';
import type { WatchSetting } from './watch-setting.ts';

/** All that is known of one process. It outlasts a connection that breaks: nothing is told twice for that. */
export class ProcessStory {
  readonly samples = new ThinnedSamples();
  readonly residue = new CaptureResidue();
  readonly rules: AlertRules;
  readonly schedule: LookSchedule;
  /** When each kind of growth was told last. */
  readonly toldAt = new Map<string, EpochMillis>();
  /** What captures taught so far. */
  earlier: MeasuredCapture | undefined;

  constructor({ rules, spacing }: Pick<WatchSetting, 'rules' | 'spacing'>) {
    this.rules = new AlertRules(rules, spacing);
    this.schedule = new LookSchedule(spacing);
  }
}
