import type { MemorySample } from '../../format/memory-sample.ts';
import type { RecordingManifest } from '../../format/recording.ts';
import type { RungChoice } from '../../format/rungs.ts';
import type { Connection } from '../connection.ts';
import { host } from '../host/this-host.ts';
import { ProbeError } from '../probe-error.ts';
import type { RecordingFolder } from './files/recording-folder.ts';
import type { MeasuredCapture } from './guards/capture-cost.ts';
import type { WeighedCapture } from './guards/guards.ts';
import type { RecordingPlan } from './plan/plan.ts';
import { recordingOutcome } from './recording-outcome.ts';
import type { VisitSeries } from './series/visit-series.ts';
import { captureAll } from './steps/capture-all.ts';
import { captureAfter } from './steps/capture-once.ts';
import { runExperiment } from './steps/run-experiment.ts';
import { RunParts } from './steps/run-parts.ts';
import type { RunSetting } from './steps/run-setting.ts';
import { stepDown, tellStepDown } from './steps/step-down.ts';
import { visitAll } from './steps/visit-all.ts';
import { watchForWindow } from './steps/watch-for-window.ts';

/** Enough intervals to see what grows in each of them. */
const looksWithoutCaptures = 5;

/** One pass over the plan: captures at their time, the ledger all the time, the manifest after every event. */
export class RecordingRun {
  readonly #parts: RunParts;
  #targetEnded = false;

  constructor(connection: Connection, plan: RecordingPlan, folder: RecordingFolder, setting: RunSetting) {
    this.#parts = new RunParts(connection, plan, folder, setting);
  }

  get folder(): RecordingFolder {
    return this.#parts.folder;
  }

  get plan(): RecordingPlan {
    return this.#parts.plan;
  }

  get manifest(): RecordingManifest {
    return this.folder.manifest;
  }

  /** Over once a capture disturbs nobody's look at memory. */
  get leadOver(): Promise<void> {
    return this.#parts.leadOver;
  }

  /** All samples, those from before the recording included. */
  get samples(): readonly MemorySample[] {
    return this.#parts.ledger.samples;
  }

  /** What its captures taught about the process. */
  get learned(): MeasuredCapture | undefined {
    return this.#parts.captures.learned;
  }

  /** The visits that it took, and for how long the program stood. */
  get visited(): VisitSeries['taken'] {
    return this.#parts.visits?.taken ?? { visits: 0, pause: 0 };
  }

  async followPlan(): Promise<void> {
    const { ledger, endLead } = this.#parts;
    this.#parts.begunAt = Date.now();
    await ledger.start();
    try {
      await this.#watchPages();
      await this.#sampleAllocations();
      await this.#takeCaptures();
      if (this.plan.experiment) await runExperiment(this.#parts);
    } finally {
      endLead();
      this.#keepReasonOfEnd();
      await this.#parts.allocations?.end();
      await this.#parts.native?.end();
      await ledger.stop();
    }
  }

  async #watchPages(): Promise<void> {
    const { native } = this.#parts;
    await native?.start();
    if (native?.failure !== undefined) await this.note(native.failure);
  }

  async #sampleAllocations(): Promise<void> {
    const { plan, allocations } = this.#parts;
    const { captures, duration, every, window } = plan;
    const alone = captures < 2 || window !== undefined;
    await allocations?.start(alone ? duration / looksWithoutCaptures : every, alone);
  }

  async #takeCaptures(): Promise<void> {
    const { window, captures, duration, visiting } = this.#parts.plan;
    if (visiting !== undefined) await visitAll(this.#parts, visiting);
    else if (window !== undefined) await watchForWindow(this.#parts, window);
    else if (captures < 2) await captureAfter(this.#parts, duration);
    else await captureAll(this.#parts);
    await stepDown(this.#parts);
  }

  /** Its plan takes the place of captures that were refused. */
  async tellStepDown(refused: WeighedCapture, choice: RungChoice): Promise<void> {
    await tellStepDown(this.#parts, refused, choice);
  }

  /** Says it on the display and in the recording. */
  async note(note: string): Promise<void> {
    await this.#parts.note(note);
  }

  /** Detaching ends the connection as well: what ended the recording has to be told before. */
  #keepReasonOfEnd(): void {
    const { stop, connection } = this.#parts;
    if (stop.aborted) this.#parts.endReason ??= this.#stopReason();
    const { aborted, reason } = connection.ended;
    this.#targetEnded = aborted && reason instanceof ProbeError && reason.code === 'target-gone';
  }

  #stopReason(): string {
    const { setting, connection } = this.#parts;
    const { reason } = setting.signal.aborted ? setting.signal : connection.ended;
    return reason instanceof ProbeError ? reason.message : 'it was stopped from the keyboard';
  }

  /** Marks a capture of one of the target's threads in the target's own ledger. */
  async whileDisturbed(capture: () => Promise<void>): Promise<void> {
    const { ledger, connection } = this.#parts;
    await ledger.take('disturbed');
    try {
      await capture();
    } finally {
      if (!connection.ended.aborted) await ledger.take('resumed');
    }
  }

  /** The manifest's last words. */
  async close(notes: readonly string[]): Promise<void> {
    const { plan, endReason } = this.#parts;
    await this.folder.addNotes([...this.#shortcomings(), ...notes]);
    await this.folder.update({
      endedAt: Date.now(),
      ...(this.#targetEnded ? { targetEnded: true } : {}),
      ...recordingOutcome({ planned: plan.captures, captures: this.manifest.captures, endReason }),
    });
  }

  /** What is missing or not exact, in words. */
  #shortcomings(): readonly string[] {
    const { captures, ledger, pulses, visits, allocations, native } = this.#parts;
    const drift = captures.operationsDrift;
    const off = `the number of operations may be off by ${drift} at a capture: the program kept working around it`;
    return [
      drift > 0 ? off : undefined,
      host.unknown,
      ledger.failure,
      ledger.partsRefusal,
      pulses?.failure,
      visits?.failure,
      allocations?.failure,
      native?.failure,
    ].filter((failure) => failure !== undefined);
  }
}
