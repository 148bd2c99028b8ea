import type { EpochMillis } from '../../format/units.ts';
import type { MeasuredCapture } from '../session/guards/capture-cost.ts';
import type { TargetProcess } from '../target/target-process.ts';
import { AlertRules } from './alert-rule.ts';
import { CaptureResidue } from './capture-residue.ts';
import { EvidenceRing } from './evidence-ring.ts';
import { LastEvidence } from './last-evidence.ts';
import { LookSchedule } from './look-schedule.ts';
import type { RecordingShelf } from './recording-shelf.ts';
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

  /** What stays of it when it is gone. */
  readonly evidence: LastEvidence;

  constructor(
    { rules, spacing, ringSize }: Pick<WatchSetting, 'rules' | 'spacing' | 'ringSize'>,
    shelf: RecordingShelf,
    { pid }: TargetProcess,
  ) {
    const ring = new EvidenceRing(
      async () => {
        const place = await shelf.ringPlace(pid);
        shelf.hold(place);
        return place;
      },
      ringSize,
      () => this.samples.all,
    );
    this.evidence = new LastEvidence(ring, pid);
    this.rules = new AlertRules(rules, spacing);
    this.schedule = new LookSchedule(spacing);
  }
}
