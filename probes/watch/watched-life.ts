import { setTimeout as sleep } from 'node:timers/promises';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { Rung } from '../../format/rungs.ts';
import type { EpochMillis, Millis } from '../../format/units.ts';
import type { ProcessConnection } from '../connection.ts';
import { host } from '../host/this-host.ts';
import { PartsReader } from '../ledger/parts-reader.ts';
import { sampleMemory } from '../ledger/sample-memory.ts';
import type { RecordingPlan } from '../session/plan/plan.ts';
import type { AlertFacts } from './alert-measure.ts';
import type { CloseLook } from './close-look.ts';
import type { Explanations } from './explanations.ts';
import { LongLedger } from './long-ledger.ts';
import type { ProcessStory } from './process-story.ts';
import type { RecordingShelf } from './recording-shelf.ts';
import { SamplingPace } from './sampling-pace.ts';
import { type LookCause, WantedLooks } from './wanted-looks.ts';
import type { LedgerSigns, WatchSetting } from './watch-setting.ts';

/** One look at a trend may be unlucky. */
const judgementsInARow = 2;
/** How often recordings are held against their budget beside looks: ledgers grow all the time. */
const budgetEvery: Millis = 10 * 60_000;
/** Parts of resident memory move slowly, a watch goes on for days, and reading them takes it 0.1 s or more. */
const partsEvery: Millis = 2 * 60_000;

/** One process from attaching to its end, watched. */
export class WatchedLife {
  readonly #connection: ProcessConnection;
  readonly #setting: WatchSetting;
  readonly #shelf: RecordingShelf;
  readonly #story: ProcessStory;
  readonly #explanations: Explanations;
  readonly #signal: AbortSignal;
  readonly #stop: AbortSignal;
  readonly #pace: SamplingPace;
  readonly #ledger: LongLedger;
  /** Only Linux tells them. */
  readonly #parts: PartsReader | undefined;
  readonly #wanted = new WantedLooks();
  #signs: LedgerSigns = { timeLeft: [] };
  #judgedAt: EpochMillis = 0;
  #inARow = 0;
  #sinceSummary = 0;
  #summaryAt: EpochMillis = 0;
  #budgetAt: EpochMillis = Date.now();

  /** @param signal aborted when the reader wants to stop */
  constructor(
    connection: ProcessConnection,
    setting: WatchSetting,
    {
      shelf,
      story,
      explanations,
    }: {
      readonly shelf: RecordingShelf;
      readonly story: ProcessStory;
      readonly explanations: Explanations;
    },
    signal: AbortSignal,
  ) {
    this.#connection = connection;
    this.#setting = setting;
    this.#shelf = shelf;
    this.#story = story;
    this.#explanations = explanations;
    this.#signal = signal;
    this.#stop = AbortSignal.any([signal, connection.ended]);
    const { ledgerEvery, ledgerAtRest, profileEvery, onEvent } = setting;
    this.#parts = host.kernel && new PartsReader(connection.target, partsEvery);
    this.#pace = new SamplingPace(ledgerEvery, ledgerAtRest);
    this.#ledger = new LongLedger(connection, shelf, {
      ledgerEvery,
      profileEvery,
      onProfile: (recording) => void this.#noteSites(recording),
      onFailure: (reason, retryAt) =>
        onEvent({ at: Date.now(), event: 'ledger-failed', pid: this.#pid, reason, retryAt }),
    });
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
    }
  }

  async #look(): Promise<void> {
    const sample = await sampleMemory(this.#connection);
    // A process that is gone has no memory.
    if (sample.rss === undefined) return;
    await this.#take(this.#parts?.withReady(sample) ?? sample);
    this.#summarize(sample);
    const proven = this.#judge(sample.at);
    const facts = this.#factsOf(sample);
    this.#pace.after(sample, (this.#signs.undecided ?? false) || this.#story.rules.isNear(facts));
    this.#alert(facts);
    if (proven) this.#tellGrowth(sample.at);
    this.#takeAsked(sample.at);
    await this.#lookIfDue();
    await this.#keepBudget(sample.at);
  }

  async #take(sample: MemorySample): Promise<void> {
    this.#story.samples.add(sample);
    this.#story.residue.after(sample);
    this.#sinceSummary += 1;
    this.#setting.onSample(sample, this.#pid, this.#story.residue.size);
    await this.#ledger.append(sample);
    await this.#story.evidence.sample(sample);
  }

  async #noteSites(recording: string): Promise<void> {
    const found = await this.#setting.sites(recording, this.#signal);
    if (found !== undefined) await this.#story.evidence.sites(found);
  }

  #factsOf(sample: MemorySample): AlertFacts {
    return { sample, timeLeft: this.#signs.timeLeft, ours: this.#story.residue.size };
  }

  #summarize(memory: MemorySample): void {
    if (memory.at - this.#summaryAt < this.#setting.summaryEvery) return;
    const ours = this.#story.residue.size;
    this.#setting.onEvent({
      at: memory.at,
      event: 'sample',
      pid: this.#pid,
      memory,
      samples: this.#sinceSummary,
      every: Math.round(this.#pace.every),
      ...(ours > 0 ? { ours } : {}),
    });
    this.#summaryAt = memory.at;
    this.#sinceSummary = 0;
  }

  /** @returns whether growth was seen often enough in a row */
  #judge(now: EpochMillis): boolean {
    if (now - this.#judgedAt < this.#setting.judgeEvery) return false;
    this.#judgedAt = now;
    this.#signs = this.#setting.judge(this.#story.samples.all);
    this.#inARow = this.#signs.growth === undefined ? 0 : this.#inARow + 1;
    return this.#inARow >= judgementsInARow;
  }

  #alert(facts: AlertFacts): void {
    const { rules } = this.#story;
    const { at } = facts.sample;
    for (const { rule, value, sentence } of rules.crossedBy(facts)) {
      const ours = facts.ours > 0 ? { ours: facts.ours } : {};
      const { text } = rule;
      this.#setting.onEvent({ at, event: 'alert', pid: this.#pid, rule: text, sentence, value, ...ours });
      this.#wantLook({ key: text, sentence, holds: () => rules.holds(rule) });
    }
  }

  #tellGrowth(at: EpochMillis): void {
    const { growth, timeLeft } = this.#signs;
    const { toldAt } = this.#story;
    if (growth === undefined || at - (toldAt.get(growth.problem) ?? 0) < this.#setting.spacing) return;
    toldAt.set(growth.problem, at);
    const { problem, sentence, confidence, inHeap } = growth;
    this.#setting.onEvent({ at, event: 'growth', pid: this.#pid, problem, sentence, confidence, timeLeft });
    void this.#story.evidence.note({ kind: 'growth', at, problem, sentence, confidence });
    if (inHeap) this.#wantLook({ key: problem, sentence, holds: () => this.#signs.growth !== undefined });
    else this.#tellRefusal(sentence, 'a heap snapshot does not show who holds this memory');
  }

  #takeAsked(at: EpochMillis): void {
    for (const sentence of this.#setting.asked?.take() ?? []) {
      this.#setting.onEvent({ at, event: 'asked', pid: this.#pid, sentence });
      this.#wantLook({ key: 'asked', sentence, holds: () => true });
    }
  }

  /** Every cause gets its look, or is told why there is none yet. */
  #wantLook(cause: LookCause): void {
    const { plan, maxRung = '' } = this.#setting;
    if (plan === undefined) {
      this.#tellRefusal(cause.sentence, `--max-rung ${maxRung} allows no look at the heap`);
      return;
    }
    this.#wanted.add(cause);
    const { schedule } = this.#story;
    const refusal = schedule.refusal(Date.now());
    if (refusal !== undefined) this.#tellRefusal(cause.sentence, refusal, schedule.dueAt);
  }

  /** At most one close look in a while: each of them costs the process something. */
  async #lookIfDue(): Promise<void> {
    const { schedule } = this.#story;
    if (this.#stop.aborted || schedule.refusal(Date.now()) !== undefined) return;
    const { cause } = this.#wanted;
    const { plan } = this.#setting;
    if (cause === undefined || plan === undefined) return;
    const { recorded, refusal, rung, samples, spans, learned } = await this.#lookClosely(plan);
    this.#story.residue.expect(spans);
    for (const sample of samples) await this.#take(sample);
    this.#story.earlier = learned ?? this.#story.earlier;
    if (recorded === undefined) schedule.refused(Date.now());
    else {
      schedule.taken(Date.now());
      this.#wanted.clear();
      this.#explanations.add(() => this.#explain(cause, recorded));
    }
    this.#setting.asked?.noteDueAt(schedule.dueAt);
    if (refusal !== undefined)
      this.#tellRefusal(cause, refusal, recorded ? undefined : schedule.dueAt, recorded && rung);
  }

  async #lookClosely(plan: RecordingPlan): Promise<CloseLook> {
    await this.#shelf.makeRoom();
    let place: string;
    try {
      place = await this.#shelf.place('look', this.#pid);
    } catch (error) {
      return refusedBy(error instanceof Error ? error.message : String(error));
    }
    this.#shelf.hold(place);
    const announced = await this.#setting.announce?.(place);
    const look =
      announced?.refusal === undefined ? await this.#lookInto(place, plan) : refusedBy(announced.refusal);
    await announced?.over(look.recorded !== undefined);
    if (look.recorded === undefined) this.#shelf.release(place);
    return look;
  }

  async #lookInto(place: string, plan: RecordingPlan): Promise<CloseLook> {
    await this.#ledger.pauseSampling();
    // Most watches never look: what a look needs is not in memory before.
    const { lookClosely } = await import('./close-look.ts');
    const look = await lookClosely({
      connection: this.#connection,
      plan,
      place,
      before: this.#story.samples.all,
      earlier: this.#story.earlier,
      signal: this.#signal,
    });
    await this.#ledger.resumeSampling();
    return look;
  }

  async #keepBudget(now: EpochMillis): Promise<void> {
    if (now - this.#budgetAt < budgetEvery) return;
    this.#budgetAt = now;
    await this.#shelf.makeRoom();
  }

  #tellRefusal(cause: string, reason: string, retryAt?: EpochMillis, instead?: Rung): void {
    const retry = {
      ...(instead === undefined ? {} : { instead }),
      ...(retryAt === undefined ? {} : { retryAt }),
    };
    void this.#story.evidence.note({ kind: 'refused', at: Date.now(), cause, reason });
    this.#setting.onEvent({ at: Date.now(), event: 'refused', pid: this.#pid, cause, reason, ...retry });
  }

  async #explain(cause: string, recorded: NonNullable<CloseLook['recorded']>): Promise<void> {
    const { recording } = recorded;
    const { suspect, ...explained } = await this.#setting.explain(recording, this.#signal);
    const at = Date.now();
    const { sentence = explained.failure ?? 'a worker analyzes it', confidence = 0 } =
      explained.verdict ?? {};
    const named = suspect === undefined ? {} : { suspect };
    void this.#story.evidence.note({ kind: 'look', at, recording, sentence, confidence, ...named });
    this.#setting.onEvent({ at, event: 'capture', pid: this.#pid, cause, ...recorded, ...explained });
    // The newest goes only for newer ones: it alone may be larger than the budget.
    await this.#shelf.makeRoom();
    this.#shelf.release(recording);
  }
}

function refusedBy(refusal: string): CloseLook {
  return { refusal, samples: [], spans: [] };
}
