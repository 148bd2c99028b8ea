import { setTimeout as sleep } from 'node:timers/promises';
import { isWholeProcess } from '../../../format/recording.ts';
import type { EpochMillis, Millis } from '../../../format/units.ts';
import type { Connection } from '../../connection.ts';
import type { RecordingFolder } from '../files/recording-folder.ts';
import type { RecordingPlan } from '../plan/plan.ts';
import { AllocationSeries } from '../series/allocation-series.ts';
import { CaptureSeries } from '../series/capture-series.ts';
import { Ledger } from '../series/ledger.ts';
import { NativeSeries } from '../series/native-series.ts';
import { PulseSeries } from '../series/pulse-series.ts';
import { VisitSeries } from '../series/visit-series.ts';
import { WorkSeries } from '../series/work-series.ts';
import type { RunSetting } from './run-setting.ts';

/** What the steps of one recording share: what it is made of, and whether it goes on. */
export class RunParts {
  readonly connection: Connection;
  plan: RecordingPlan;
  readonly folder: RecordingFolder;
  readonly setting: RunSetting;
  /** Aborted when the reader wants to stop, or once the target is gone. */
  readonly stop: AbortSignal;
  readonly ledger: Ledger;
  readonly pulses: PulseSeries | undefined;
  visits: VisitSeries | undefined;
  allocations: AllocationSeries | undefined;
  readonly native: NativeSeries | undefined;
  readonly captures: CaptureSeries;
  readonly work: WorkSeries | undefined;
  /** Over once a capture disturbs nobody's look at memory. */
  readonly leadOver: Promise<void>;
  endLead: () => void = () => {};
  /** When its plan began to be followed. */
  begunAt: EpochMillis = 0;
  /** Why it ends before its plan does, in words. */
  endReason: string | undefined;

  constructor(connection: Connection, plan: RecordingPlan, folder: RecordingFolder, setting: RunSetting) {
    this.connection = connection;
    this.plan = plan;
    this.folder = folder;
    this.setting = setting;
    this.leadOver = new Promise((resolve) => {
      this.endLead = resolve;
    });
    const { onEvent, signal, before = [], beside, earlier, workload } = setting;
    this.work = workload === undefined ? undefined : new WorkSeries(workload, onEvent);
    this.stop = AbortSignal.any([signal, connection.ended]);
    this.ledger = new Ledger(connection, folder, plan.ledgerEvery, before, beside);
    if (plan.pulses && connection.pulses)
      this.pulses = new PulseSeries(connection.pulses, folder, this.stop, plan.operations);
    this.visits = this.#visitsOf(plan);
    if (plan.sampling && connection.allocations)
      this.allocations = new AllocationSeries(connection.allocations, folder);
    // The pages of a thread are those of its process.
    if (plan.native && isWholeProcess(connection.target))
      this.native = new NativeSeries(connection.target, folder, plan.duration);
    this.captures = new CaptureSeries({
      connection,
      plan,
      folder,
      ledger: this.ledger,
      onEvent,
      signal,
      allocations: this.allocations,
      objects: () => this.pulses?.objects,
      earlier,
      operations: () => this.work?.operations,
    });
  }

  #visitsOf({ visiting, operations }: RecordingPlan): VisitSeries | undefined {
    const { visits, census } = this.connection;
    return visiting && visits && new VisitSeries({ visits, census }, this.folder, operations);
  }

  /** Goes on with a lighter plan. Its visits need V8's one sampler for themselves. */
  async continueBy(plan: RecordingPlan): Promise<void> {
    await this.allocations?.end();
    if (this.allocations !== undefined) await this.connection.allocations?.stop().catch(() => {});
    this.allocations = undefined;
    this.plan = plan;
    this.visits = this.#visitsOf(plan);
    this.endReason = undefined;
  }

  get mayGoOn(): boolean {
    return !this.stop.aborted && this.endReason === undefined;
  }

  /** Says it on the display and in the recording. */
  async note(note: string): Promise<void> {
    this.setting.onEvent({ kind: 'note', note });
    await this.folder.addNotes([note]);
  }

  /** Until then, or until the recording has to stop. */
  async sleep(span: Millis): Promise<void> {
    await sleep(Math.max(0, span), undefined, { signal: this.stop }).catch(() => {});
  }

  async unlessStopped(promise: Promise<void>): Promise<void> {
    if (this.stop.aborted) return;
    const stopped = new Promise<void>((resolve) => {
      this.stop.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([promise, stopped]);
  }
}
