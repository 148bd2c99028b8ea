import { setTimeout as sleep } from 'node:timers/promises';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { EpochMillis } from '../../format/units.ts';
import type { Connection } from '../connection.ts';
import { sampleMemory } from '../ledger/sample-memory.ts';
import type { EarlierCapture } from '../session/capture-cost.ts';
import { AlertRules } from './alert-rule.ts';
import { lookClosely } from './close-look.ts';
import { LongLedger } from './long-ledger.ts';
import type { RecordingShelf } from './recording-shelf.ts';
import { SamplingPace } from './sampling-pace.ts';
import { ThinnedSamples } from './thinned-samples.ts';
import type { LedgerSigns, WatchSetting } from './watch-setting.ts';

/** One look at a trend may be unlucky. */
const judgementsInARow = 2;

/** One process from attaching to its end, watched. */
export class WatchedLife {
  readonly #connection: Connection;
  readonly #setting: WatchSetting;
  readonly #shelf: RecordingShelf;
  readonly #signal: AbortSignal;
  readonly #stop: AbortSignal;
  readonly #samples = new ThinnedSamples();
  readonly #pace: SamplingPace;
  readonly #rules: AlertRules;
  readonly #ledger: LongLedger;
  readonly #toldAt = new Map<string, EpochMillis>();
  #signs: LedgerSigns = { timeLeft: [] };
  #judgedAt: EpochMillis = 0;
  #inARow = 0;
  #sinceSummary = 0;
  #summaryAt: EpochMillis = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #earlier: EarlierCapture | undefined;
  #explaining: Promise<void> = Promise.resolve();

  /** @param signal aborted when the reader wants to stop */
  constructor(connection: Connection, setting: WatchSetting, shelf: RecordingShelf, signal: AbortSignal) {
    this.#connection = connection;
    this.#setting = setting;
    this.#shelf = shelf;
    this.#signal = signal;
    this.#stop = AbortSignal.any([signal, connection.ended]);
    const { ledgerEvery, ledgerAtRest, rules, spacing, profileEvery } = setting;
    this.#pace = new SamplingPace(ledgerEvery, ledgerAtRest);
    this.#rules = new AlertRules(rules, spacing);
    this.#ledger = new LongLedger(connection, shelf, ledgerEvery, profileEvery);
  }

  get #pid(): number {
    return this.#connection.target.pid;
  }

  /** Returns when the process has ended, or the reader wants to stop. */
  async follow(): Promise<void> {
    try {
      while (!this.#stop.aborted) {
        const due = Date.now() + this.#pace.every;
        await this.#look();
        await sleep(Math.max(0, due - Date.now()), undefined, { signal: this.#stop }).catch(() => {});
      }
    } finally {
      await this.#ledger.close();
      await this.#explaining;
    }
  }

  async #look(): Promise<void> {
    const sample = await sampleMemory(this.#connection);
    // A process that is gone has no memory.
    if (sample.rss === undefined) return;
    await this.#take(sample);
    this.#summarize(sample);
    const proven = this.#judge(sample.at);
    const { timeLeft, undecided = false } = this.#signs;
    this.#pace.after(sample, undecided || this.#rules.isNear(sample, timeLeft));
    await this.#alert(sample);
    if (proven) await this.#tellGrowth(sample.at);
  }

  async #take(sample: MemorySample): Promise<void> {
    this.#samples.add(sample);
    this.#sinceSummary += 1;
    this.#setting.onSample(sample, this.#pid);
    await this.#ledger.append(sample);
  }

  #summarize(memory: MemorySample): void {
    if (memory.at - this.#summaryAt < this.#setting.summaryEvery) return;
    this.#setting.onEvent({
      at: memory.at,
      event: 'sample',
      pid: this.#pid,
      memory,
      samples: this.#sinceSummary,
      every: Math.round(this.#pace.every),
    });
    this.#summaryAt = memory.at;
    this.#sinceSummary = 0;
  }

  /** @returns whether growth was seen often enough in a row */
  #judge(now: EpochMillis): boolean {
    if (now - this.#judgedAt < this.#setting.judgeEvery) return false;
    this.#judgedAt = now;
    this.#signs = this.#setting.judge(this.#samples.all);
    this.#inARow = this.#signs.growth === undefined ? 0 : this.#inARow + 1;
    return this.#inARow >= judgementsInARow;
  }

  async #alert(sample: MemorySample): Promise<void> {
    for (const { rule, value, sentence } of this.#rules.crossedBy(sample, this.#signs.timeLeft)) {
      this.#setting.onEvent({
        at: sample.at,
        event: 'alert',
        pid: this.#pid,
        rule: rule.text,
        sentence,
        value,
      });
      await this.#lookFor(sentence);
    }
  }

  async #tellGrowth(at: EpochMillis): Promise<void> {
    const { growth, timeLeft } = this.#signs;
    if (growth === undefined || at - (this.#toldAt.get(growth.problem) ?? 0) < this.#setting.spacing) return;
    this.#toldAt.set(growth.problem, at);
    const { problem, sentence, confidence, inHeap } = growth;
    this.#setting.onEvent({ at, event: 'growth', pid: this.#pid, problem, sentence, confidence, timeLeft });
    if (inHeap) await this.#lookFor(sentence);
  }

  /** At most one close look in a while: each of them costs the process something. */
  async #lookFor(cause: string): Promise<void> {
    if (Date.now() - this.#lookedAt < this.#setting.spacing || this.#stop.aborted) return;
    this.#lookedAt = Date.now();
    const place = await this.#shelf.place('look', this.#pid);
    await this.#shelf.makeRoom(this.#kept());
    await this.#ledger.pauseSampling();
    const look = await lookClosely({
      connection: this.#connection,
      plan: this.#setting.plan,
      place,
      before: this.#samples.all,
      earlier: this.#earlier,
      signal: this.#signal,
    });
    await this.#ledger.resumeSampling();
    for (const sample of look.samples) await this.#take(sample);
    this.#earlier = look.learned ?? this.#earlier;
    if (look.recorded !== undefined) this.#explaining = this.#explain(cause, look.recorded);
    else if (look.refusal !== undefined) this.#tellRefusal(cause, look.refusal);
  }

  #kept(): readonly string[] {
    return this.#ledger.path === undefined ? [] : [this.#ledger.path];
  }

  #tellRefusal(cause: string, reason: string): void {
    this.#setting.onEvent({ at: Date.now(), event: 'refused', pid: this.#pid, cause, reason });
  }

  /** Beside the watch: memory is looked at meanwhile. */
  async #explain(
    cause: string,
    recorded: NonNullable<Awaited<ReturnType<typeof lookClosely>>['recorded']>,
  ): Promise<void> {
    await this.#explaining;
    const explained = await this.#setting.explain(recorded.recording, this.#signal);
    this.#setting.onEvent({
      at: Date.now(),
      event: 'capture',
      pid: this.#pid,
      cause,
      ...recorded,
      ...explained,
    });
    await this.#shelf.makeRoom([...this.#kept(), recorded.recording]);
  }
}
