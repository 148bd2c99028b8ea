import { setTimeout as sleep } from 'node:timers/promises';
import type { GrowthSign, LedgerState } from '../../format/ledger-judgement.ts';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { RecordingManifest } from '../../format/recording.ts';
import type { PartName } from '../../format/report.ts';
import type { EpochMillis, Millis } from '../../format/units.ts';
import type { Connection } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import type { Workload } from '../workload/workload.ts';
import type { Turn } from './capture-mutex.ts';
import type { RecordingFolder } from './files/recording-folder.ts';
import type { MeasuredCapture } from './guards/capture-cost.ts';
import { paceWithin } from './plan/capture-pace.ts';
import { afterCaptures, beforeCaptures, type JudgementWait } from './plan/judgement-wait.ts';
import type { RecordingPlan, Window } from './plan/plan.ts';
import { AllocationSeries } from './series/allocation-series.ts';
import { CaptureSeries } from './series/capture-series.ts';
import { growthIsSustained } from './series/growth-watch.ts';
import { Ledger } from './series/ledger.ts';
import { PulseSeries } from './series/pulse-series.ts';
import type { RecordingEvent } from './series/recording-event.ts';
import { beginStacks } from './series/stack-interval.ts';
import { WorkSeries } from './series/work-series.ts';

export interface RunSetting {
  readonly onEvent: (event: RecordingEvent) => void;
  /** Aborted when the reader wants to stop. */
  readonly signal: AbortSignal;
  /** What grows, as far as the samples prove it; without it a window on growth never opens. */
  readonly growthIn?: (samples: readonly MemorySample[]) => GrowthSign | undefined;
  /** What the samples cannot judge yet; without it a plan that settles does not wait. */
  readonly unjudgedIn?: (samples: readonly MemorySample[], parts?: readonly PartName[]) => LedgerState;
  /** What has to be over before the first capture: it would disturb it. */
  readonly after?: Promise<void>;
  /** Takes a capture that disturbs the memory of another recording, which has to know. */
  readonly disturbing?: (capture: () => Promise<void>) => Promise<void>;
  /** Shared with all that is recorded at the same time: one of them captures at a time. */
  readonly turn?: Turn;
  /** Samples from before the recording that belong to its story, in order of time. */
  readonly before?: readonly MemorySample[];
  /** What captures of the same process taught before. */
  readonly earlier?: MeasuredCapture | undefined;
  /** What makes the target work between captures; time passes where there is none. */
  readonly workload?: Workload | undefined;
}

/** One pass over the plan: captures at their time, the ledger all the time, the manifest after every event. */
export class RecordingRun {
  readonly #connection: Connection;
  readonly #plan: RecordingPlan;
  readonly #folder: RecordingFolder;
  readonly #setting: RunSetting;
  readonly #stop: AbortSignal;
  readonly #ledger: Ledger;
  readonly #pulses: PulseSeries | undefined;
  readonly #allocations: AllocationSeries | undefined;
  readonly #captures: CaptureSeries;
  readonly #work: WorkSeries | undefined;
  /** Over once a capture disturbs nobody's look at memory. */
  readonly leadOver: Promise<void>;
  #endLead: () => void = () => {};
  #begun: EpochMillis = 0;
  /** Why it ended before its plan did, in words. */
  #endReason: string | undefined;
  #targetEnded = false;

  constructor(connection: Connection, plan: RecordingPlan, folder: RecordingFolder, setting: RunSetting) {
    this.#connection = connection;
    this.#plan = plan;
    this.#folder = folder;
    this.#setting = setting;
    this.leadOver = new Promise((resolve) => {
      this.#endLead = resolve;
    });
    const { onEvent, signal, before = [], earlier, workload } = setting;
    this.#work = workload === undefined ? undefined : new WorkSeries(workload, onEvent);
    this.#stop = AbortSignal.any([signal, connection.ended]);
    this.#ledger = new Ledger(connection, folder, plan.ledgerEvery, before);
    if (plan.pulses && connection.pulses)
      this.#pulses = new PulseSeries(connection.pulses, folder, this.#stop, plan.operations);
    if (plan.sampling && connection.allocations)
      this.#allocations = new AllocationSeries(connection.allocations, folder);
    this.#captures = new CaptureSeries({
      connection,
      plan,
      folder,
      ledger: this.#ledger,
      onEvent,
      signal,
      allocations: this.#allocations,
      objects: () => this.#pulses?.objects,
      earlier,
      operations: () => this.#work?.operations,
    });
  }

  get folder(): RecordingFolder {
    return this.#folder;
  }

  get manifest(): RecordingManifest {
    return this.#folder.manifest;
  }

  /** All samples, those from before the recording included. */
  get samples(): readonly MemorySample[] {
    return this.#ledger.samples;
  }

  /** What its captures taught about the process. */
  get learned(): MeasuredCapture | undefined {
    return this.#captures.learned;
  }

  async followPlan(): Promise<void> {
    this.#begun = Date.now();
    await this.#ledger.start();
    try {
      await this.#sampleAllocations();
      if (this.#plan.window !== undefined) await this.#watchForWindow(this.#plan.window);
      else if (this.#plan.captures < 2) await this.#captureAfter(this.#plan.duration);
      else await this.#captureAll();
    } finally {
      this.#endLead();
      // Detaching ends the connection as well: what ended the recording has to be told before.
      if (this.#stop.aborted) this.#endReason ??= this.#stopReason();
      const { aborted, reason } = this.#connection.ended;
      this.#targetEnded = aborted && reason instanceof ProbeError && reason.code === 'target-gone';
      await this.#allocations?.end();
      await this.#ledger.stop();
    }
  }

  async #sampleAllocations(): Promise<void> {
    const { captures, duration, every, window } = this.#plan;
    const alone = captures < 2 || window !== undefined;
    await this.#allocations?.start(alone ? duration / looksWithoutCaptures : every, alone);
  }

  /** Memory alone until it grows; then the window, and V8 left as it was. */
  async #watchForWindow({ span, opens }: Window): Promise<void> {
    if (opens === 'on-growth' && !(await this.#awaitGrowth(this.#plan.duration - span))) return;
    if (!this.#mayGoOn()) return;
    if (this.#plan.captures > 1) await this.#captureAll();
    else await this.#captureAfter(span);
    if (this.#connection.ended.aborted || ((await this.#connection.forgetIds?.()) ?? true)) return;
    await this.#note(
      'the ids of objects could not be cleared: code that allocates much stays slower until detached',
    );
  }

  /** Whether there is growth that a window can explain. */
  async #awaitGrowth(most: Millis): Promise<boolean> {
    const until = Date.now() + most;
    this.#setting.onEvent({ kind: 'watching', wait: most });
    while (this.#mayGoOn()) {
      const sign = this.#setting.growthIn?.(this.#ledger.samples);
      if (sign !== undefined) {
        await this.#note(
          `${sign.sentence}: ${sign.inHeap ? 'a window was opened' : 'a snapshot would not show it'}`,
        );
        return sign.inHeap;
      }
      if (Date.now() >= until) {
        await this.#note('no growth was seen: no window was opened, and no capture taken');
        return false;
      }
      await this.#sleep(Math.min(judgeEvery, until - Date.now()));
    }
    return false;
  }

  /** At most one capture is taken at the end of the time: it explains what the ledger saw. */
  async #captureAfter(duration: Millis): Promise<void> {
    const next = this.#plan.captures === 1 ? 1 : undefined;
    await this.#pulses?.take();
    await this.#wait(duration, next, partsOfWindow);
    if (next === undefined) await this.#pulses?.take();
    else if (this.#mayGoOn()) await this.#capture(next);
    if (this.#mayGoOn()) await this.#noteProvenGrowth();
  }

  async #captureAll(): Promise<void> {
    if (this.#plan.settles) await this.#untilJudged(beforeCaptures);
    this.#endLead();
    if (this.#setting.after !== undefined) await this.#unlessStopped(this.#setting.after);
    await this.#captureEach();
    if (this.#plan.settles) await this.#untilJudged(afterCaptures);
  }

  /** Memory alone, until the ledger has something to say of each part: the captures judge the heap, and nothing else. */
  async #untilJudged({ least, most, isOver }: JudgementWait): Promise<void> {
    const { unjudgedIn, onEvent } = this.#setting;
    // What a thread takes beside its heap is seen from its process.
    if (unjudgedIn === undefined || this.#connection.target.thread !== undefined || !this.#mayGoOn()) return;
    const state = () => unjudgedIn(this.#ledger.samples, this.#plan.parts);
    const { unjudged: parts } = state();
    if (parts.length === 0 || (least === 0 && isOver(state()))) return;
    onEvent({ kind: 'settling', parts, least, most });
    const start = Date.now();
    await this.#sleep(least);
    while (this.#mayGoOn() && Date.now() - start < most && !isOver(state())) await this.#sleep(settleEvery);
  }

  async #unlessStopped(promise: Promise<void>): Promise<void> {
    if (this.#stop.aborted) return;
    const stopped = new Promise<void>((resolve) => {
      this.#stop.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([promise, stopped]);
  }

  async #captureEach(): Promise<void> {
    let last = this.#plan.captures;
    let took: Millis = 0;
    for (let index = 1; index <= last; index += 1) {
      const pace = this.#paceBefore(index, last, took);
      if (index - 1 + pace.captures < last) await this.#note(fewerNote(last, index - 1 + pace.captures));
      last = index - 1 + pace.captures;
      if (index === last && this.#plan.stacks) await this.#recordStacks();
      if (this.#work !== undefined) await this.#doWork(this.#work, index);
      // Counted from the end of a capture: the target stands still while it is captured.
      else if (index > 1) await this.#wait(pace.wait, index, partsBetweenCaptures);
      // The lead watches memory undisturbed, also by pulses.
      else if (this.#plan.lead > 0) await this.#wait(this.#plan.lead, index);
      if (!this.#mayGoOn()) return;
      const begun = Date.now();
      await this.#capture(index);
      took = Date.now() - begun;
      if (!this.#mayGoOn()) return;
      // Who allocates it takes one more interval.
      const more = this.#plan.stacks && index < last;
      if (!(await this.#noteProvenGrowth(more ? 'one more interval' : undefined))) continue;
      if (!more) return;
      last = index + 1;
    }
  }

  /** By the plan; where it has a hard end, in the time that is left. */
  #paceBefore(
    index: number,
    last: number,
    captureTook: Millis,
  ): { readonly wait: Millis; readonly captures: number } {
    const { every, isBounded, duration, window } = this.#plan;
    const captures = last - index + 1;
    if (!isBounded || index === 1 || window !== undefined) return { wait: every, captures };
    const needed = capturesToProve - index + 1;
    return paceWithin({ every, left: this.#begun + duration - Date.now(), captures, needed, captureTook });
  }

  async #recordStacks(): Promise<void> {
    await this.#ledger.takeWithHeap();
    const { samples } = this.#ledger;
    await this.#note(
      await beginStacks(this.#connection, { plan: this.#plan, samples, learned: this.#captures.learned }),
    );
  }

  async #doWork(work: WorkSeries, next: number): Promise<void> {
    for (const note of await work.before(next, this.#stop)) await this.#note(note);
    this.#endReason = work.failure;
  }

  /** Whether growth is proven, where the plan wants to know: then the recording says what follows from it. */
  async #noteProvenGrowth(then = 'stopped'): Promise<boolean> {
    const growth = this.#plan.untilGrowth ? this.#provenGrowth() : undefined;
    if (growth === undefined) return false;
    await this.#note(`${then} after ${this.manifest.captures.length} captures: ${growth}`);
    return true;
  }

  /** In words. Pulses say it more exactly than the ledger does. */
  #provenGrowth(): string | undefined {
    if (this.#pulses?.hasData) {
      return this.#pulses.proveGrowth ? 'every interval keeps what was born in it' : undefined;
    }
    return growthIsSustained(this.#ledger.samples) ? 'memory kept growing' : undefined;
  }

  #mayGoOn(): boolean {
    return !this.#stop.aborted && this.#endReason === undefined;
  }

  /** Pulses cut the wait into equal parts, as many as wanted and bearable; once they prove growth, it is over. */
  async #wait(wait: Millis, next: number | undefined, wanted = 1): Promise<void> {
    if (this.#stop.aborted) return;
    this.#setting.onEvent({ kind: 'waiting', next, wait });
    const parts = this.#pulses?.partsOf(wait, wanted) ?? 1;
    const start = Date.now();
    for (let part = 1; part <= parts; part += 1) {
      await this.#sleep(start + (wait * part) / parts - Date.now());
      if (part === parts || this.#stop.aborted) return;
      await this.#pulses?.take();
      if (this.#mayEndOnProof() && this.#pulses?.proveGrowth) return;
    }
  }

  /** What is proven needs no longer window; captures without pulses come all. */
  #mayEndOnProof(): boolean {
    return this.#plan.untilGrowth || this.#plan.window !== undefined;
  }

  async #sleep(span: Millis): Promise<void> {
    await sleep(Math.max(0, span), undefined, { signal: this.#stop }).catch(() => {});
  }

  async #capture(index: number): Promise<void> {
    await this.#pulses?.take();
    const { turn } = this.#setting;
    if (turn === undefined) await this.#captureInTurn(index);
    else await turn.take(() => this.#captureInTurn(index));
  }

  async #captureInTurn(index: number): Promise<void> {
    if (!this.#mayGoOn()) return;
    const { disturbing = (capture) => capture() } = this.#setting;
    await disturbing(() => this.#captures.take(index));
    this.#endReason = this.#captures.endReason;
  }

  /** Marks a capture of one of the target's threads in the target's own ledger. */
  async whileDisturbed(capture: () => Promise<void>): Promise<void> {
    await this.#ledger.take('disturbed');
    try {
      await capture();
    } finally {
      if (!this.#connection.ended.aborted) await this.#ledger.take('resumed');
    }
  }

  async #note(note: string): Promise<void> {
    this.#setting.onEvent({ kind: 'note', note });
    await this.#folder.addNotes([note]);
  }

  /** The manifest's last words. */
  async close(notes: readonly string[]): Promise<void> {
    const drift = this.#captures.operationsDrift;
    await this.#folder.addNotes([
      ...(drift > 0
        ? [`the count of operations may be off by ${drift} at a capture: the program went on around it`]
        : []),
      ...[this.#ledger.failure, this.#pulses?.failure, this.#allocations?.failure].filter(
        (failure) => failure !== undefined,
      ),
      ...notes,
    ]);
    await this.#folder.update({
      endedAt: Date.now(),
      ...(this.#targetEnded ? { targetEnded: true } : {}),
      ...this.#outcome(),
    });
  }

  #outcome(): Pick<RecordingManifest, 'state' | 'endReason'> {
    const { captures } = this.manifest;
    const failed = captures.filter(({ status }) => status !== 'whole');
    const reason = this.#endReason ?? failed[0]?.failure;
    const allCaptured =
      this.#plan.captures > 0 && captures.length === this.#plan.captures && failed.length === 0;
    if (allCaptured || reason === undefined) return { state: 'complete' };
    const nothing = this.#plan.captures > 0 && captures.length === failed.length;
    return { state: nothing ? 'failed' : 'interrupted', endReason: reason };
  }

  #stopReason(): string {
    const { reason } = this.#setting.signal.aborted ? this.#setting.signal : this.#connection.ended;
    return reason instanceof ProbeError ? reason.message : 'it was stopped from the keyboard';
  }
}

function fewerNote(planned: number, possible: number): string {
  return `${possible} of ${planned} captures: they take so long that no more fit into the time of the recording`;
}

/** Where captures are few, pulses alone have to show what lives on: enough to prove growth and some to spare. */
const partsOfWindow = 12;
const partsBetweenCaptures = 2;
/** How often the ledger is judged until nothing is open. */
const settleEvery: Millis = 1_000;
/** One interval cannot tell a leak from start-up: two can confirm each other. */
const capturesToProve = 3;
/** How often the ledger is judged while growth is waited for. */
const judgeEvery: Millis = 5_000;
/** Enough intervals to see what grows in each of them. */
const looksWithoutCaptures = 5;
