import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PeakReason } from '../../format/peak.ts';
import type { PeakMoment } from '../../format/peak-moment.ts';
import { bytes, duration } from '../../format/quantities.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import { attachToProcess } from '../attach/attach.ts';
import { inspectorEnvironment } from '../bun/inspector-environment.ts';
import type { Connection } from '../connection.ts';
import { host } from '../host/this-host.ts';
import { ProbeError } from '../probe-error.ts';
import { conditionsOf } from '../session/guards/capture-conditions.ts';
import type { MeasuredCapture } from '../session/guards/capture-cost.ts';
import { weighCapture } from '../session/guards/guards.ts';
import { Family } from '../target/family.ts';
import { type ProgramEnd, type ProgramOutput, StartedProgram } from '../target/started-program.ts';
import type { TargetProcess } from '../target/target-process.ts';
import { type PeakCapture, takeCapture, withSystem } from './peak-capture.ts';
import { expectedPause, isWorthAtExit, peakReason } from './peak-trigger.ts';
import { TreeMemory } from './tree-memory.ts';
import { WatchedHeap } from './watched-heap.ts';

const lookEvery: Millis = 50;
const findEvery: Millis = 200;
/** A Node that has done nothing takes 45 MiB: what is smaller explains no peak. */
const worthWatching: Bytes = 64 << 20;
/** A run that starts a process for each task would be busy being attached to. */
const mostWatched = 8;
/** A process in the midst of native code cannot be captured now; it can later. */
const retryAfter: Millis = 1_000;
/** Of all pauses that are allowed. What is left is for the exit, where many programs have their peak. */
const shareOfSteps = 0.5;
/** An attach to a process that is gone fails within this. */
const lastWords: Millis = 3_000;
/** In the second run: of the peak of the first one, as no two runs are the same to the byte. */
const goalShare = 0.95;

/** What to run, and how far to go for its peak. */
export interface PeakPlan {
  readonly command: readonly string[];
  readonly output: ProgramOutput;
  /** Captures come into this folder. It is there. */
  readonly folder: string;
  /** How long all captures together may pause the run. */
  readonly mostPause: Millis;
  /** Capture even if memory or disk may run out. */
  readonly force: boolean;
  /** `goal`: once the run comes near to this, as another run of the same program had. `none`: only watch. */
  readonly captures: 'steps' | 'none' | { readonly goal: Bytes };
}

/** What was seen of a run, from its start to its end. */
export interface PeakRun {
  readonly end: ProgramEnd;
  /** Without the time that captures paused it. */
  readonly took: Millis;
  /** Absent if it ended before anything could be seen. */
  readonly peak?: PeakMoment;
  /** The best capture. */
  readonly capture?: PeakCapture;
  readonly captures: number;
  readonly paused: Millis;
  /** What captures left in the memory of processes, and was not counted. */
  readonly residue: Bytes;
  readonly curve: readonly { readonly at: Millis; readonly bytes: Bytes }[];
  readonly notes: readonly string[];
}

/**
 * Runs a program to its end, watches the memory of all its processes, and captures the largest heap at each step upwards.
 * Only the best capture stays on disk. Aborting `signal` ends the program early.
 * @throws ProbeError `program-not-started`
 */
export async function runToPeak(plan: PeakPlan, signal: AbortSignal): Promise<PeakRun> {
  const program = await StartedProgram.start(plan.command, plan.output, await environmentOf());
  return await new Run(program, plan, signal).follow();
}

/**
 * Each Node opens its inspector at its start, on a port of its own, and each Bun opens one. A signal would open it later; but
 * a run starts processes that end at any moment, and a Node 20 that gets the signal at its exit aborts.
 */
async function environmentOf(): Promise<Readonly<Record<string, string>>> {
  const given = process.env.NODE_OPTIONS ?? '';
  return {
    NODE_OPTIONS: `--inspect=127.0.0.1:0 --inspect-publish-uid=http ${given}`.trim(),
    ...(await inspectorEnvironment()),
  };
}

class Run {
  readonly #program: StartedProgram;
  readonly #plan: PeakPlan;
  readonly #signal: AbortSignal;
  readonly #tree: TreeMemory;
  readonly #family: Family;
  readonly #start = performance.now();
  readonly #heaps: WatchedHeap[] = [];
  readonly #waiting = new Map<number, TargetProcess>();
  readonly #attaching: Promise<void>[] = [];
  readonly #connections: Connection[] = [];
  readonly #curve: { at: Millis; bytes: Bytes }[] = [];
  readonly #notes = new Set<string>();
  #attached = 0;
  #foundAt = Number.NEGATIVE_INFINITY;
  #peak: PeakMoment | undefined;
  #best: PeakCapture | undefined;
  #captures = 0;
  /** The last one tells of the largest heap. */
  #refusal: string | undefined;
  #paused: Millis = 0;
  #pausedSince: Millis | undefined;
  #retryAt = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(program: StartedProgram, plan: PeakPlan, signal: AbortSignal) {
    this.#program = program;
    this.#plan = plan;
    this.#signal = signal;
    this.#tree = new TreeMemory(program.pid);
    this.#family = new Family(program.pid);
  }

  async follow(): Promise<PeakRun> {
    let end: ProgramEnd | undefined;
    void this.#program.ended.then((how) => {
      end = how;
    });
    while (end === undefined && !this.#signal.aborted) {
      await this.#look();
      await Promise.race([sleep(lookEvery), this.#program.ended]);
    }
    if (end === undefined) await this.#program.stop();
    end ??= await this.#program.ended;
    await this.#turn;
    const took = this.#now();
    // What could not be looked into before it ended says so.
    await Promise.race([Promise.all(this.#attaching), sleep(lastWords, undefined, { ref: false })]);
    await Promise.all(this.#connections.map((connection) => connection.detach()));
    return {
      ...{ end, took, captures: this.#captures, paused: this.#paused, residue: this.#tree.residue },
      ...(this.#peak === undefined ? {} : { peak: this.#peak }),
      ...(this.#best === undefined ? {} : { capture: this.#best }),
      curve: this.#curve,
      notes: [...this.#notes, ...(this.#refusal === undefined ? [] : [this.#refusal])],
    };
  }

  /** Since the start, without pauses. */
  #now(): Millis {
    const now = this.#pausedSince ?? performance.now();
    return now - this.#start - this.#paused;
  }

  async #look(): Promise<void> {
    // A capture takes memory that is not the program's.
    if (this.#pausedSince !== undefined) return;
    const at = this.#now();
    const moment = this.#tree.look(at);
    if (moment.bytes > 0) this.#curve.push({ at, bytes: moment.bytes });
    if (moment.bytes > (this.#peak?.bytes ?? 0)) this.#peak = moment;
    if (this.#plan.captures !== 'none') this.#watchMore(moment);
    for (const heap of this.#heaps) heap.lookIfDue(at);
    const [heap] = this.#alive();
    const reason = heap && this.#reasonNow(heap, moment);
    if (heap !== undefined && reason !== undefined) await this.#inTurn(() => this.#capture(heap, reason));
  }

  /** The largest first. */
  #alive(): readonly WatchedHeap[] {
    return this.#heaps.filter(({ isOver }) => !isOver).sort((a, b) => b.level - a.level);
  }

  #reasonNow(heap: WatchedHeap, { bytes: size }: PeakMoment): PeakReason | undefined {
    const { captures } = this.#plan;
    if (captures === 'none' || performance.now() < this.#retryAt) return undefined;
    if (captures === 'steps') return peakReason(heap.levels, this.#best);
    // No other one comes before it: what a capture leaves in memory would hide how near the run is.
    return this.#best === undefined && size >= goalShare * captures.goal ? 'second-run' : undefined;
  }

  #watchMore({ processes }: PeakMoment): void {
    const now = performance.now();
    if (now - this.#foundAt < findEvery) return;
    this.#foundAt = now;
    for (const target of this.#family.arrivals()) this.#waiting.set(target.pid, target);
    for (const { pid, bytes: size } of processes) {
      const target = this.#waiting.get(pid);
      if (target === undefined || size < worthWatching || this.#attached >= mostWatched) continue;
      this.#waiting.delete(pid);
      this.#attached++;
      this.#attaching.push(this.#attach(target));
    }
  }

  async #attach({ pid }: TargetProcess): Promise<void> {
    try {
      const connection = await attachToProcess(pid);
      this.#connections.push(connection);
      const heap = new WatchedHeap(connection, pid);
      this.#heaps.push(heap);
      connection.beforeExit?.(() => this.#inTurn(() => this.#atExit(heap)));
      await connection.workers?.watch((worker) => this.#heaps.push(new WatchedHeap(worker, pid)));
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error;
      this.#notes.add(`process ${pid} could not be looked into: ${error.message}`);
    }
  }

  /** One capture at a time, also of several processes that end together. */
  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    await turn;
  }

  async #atExit(heap: WatchedHeap): Promise<void> {
    if (this.#signal.aborted) return;
    if (isWorthAtExit(heap.level, heap.most, this.#best)) await this.#capture(heap, 'exit');
  }

  async #capture(heap: WatchedHeap, reason: PeakReason): Promise<void> {
    const refusal = await this.#refusalOf(heap, reason);
    if (refusal !== undefined) {
      this.#refusal = refusal;
      this.#retryAt = performance.now() + retryAfter;
      return;
    }
    const moment = this.#tree.look(this.#now());
    // The program has just ended.
    if (moment.bytes === 0) return;
    const folder = path.join(this.#plan.folder, `${this.#captures + 1}.heaptrail`);
    this.#pausedSince = performance.now();
    try {
      const residue = this.#tree.residueOf(heap.pid);
      const capture = await takeCapture({ heap, reason, moment, residue, folder, signal: this.#signal });
      this.#captures++;
      this.#keep(capture);
      this.#tree.leftBy(heap.pid, leftIn(capture));
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error;
      rmSync(folder, { recursive: true, force: true });
      this.#notes.add(`a capture at ${bytes(moment.bytes)} failed: ${error.message}`);
      this.#retryAt = performance.now() + retryAfter;
    } finally {
      this.#paused += performance.now() - this.#pausedSince;
      this.#pausedSince = undefined;
    }
  }

  /** Why the heap is not to be captured now, in words. */
  async #refusalOf(heap: WatchedHeap, reason: PeakReason): Promise<string | undefined> {
    const { mostPause, folder, force } = this.#plan;
    const pause = expectedPause(heap.level, this.#best);
    const allowed = reason === 'exit' ? mostPause : mostPause * shareOfSteps;
    if (this.#paused + pause > allowed)
      return `the captures paused the run for ${duration(this.#paused)}, and one more would exceed ${duration(allowed)}: allow more with --max-pause`;
    if (force) return undefined;
    const known = this.#best === undefined ? {} : { earlier: this.#measured(this.#best, heap) };
    const conditions = await conditionsOf(heap.connection, folder, undefined, known);
    const { risks } = weighCapture([withSystem(heap)], conditions);
    return risks.length === 0
      ? undefined
      : `a larger heap was not captured, as the run might not survive it: ${risks.join('; ')}`;
  }

  /** Of its memory, only what captures left can be used again for the next one: the rest is the program's. */
  #measured({ measured }: PeakCapture, { pid }: WatchedHeap): MeasuredCapture {
    const rss = host.memory.rssOf(pid) ?? 0;
    return { ...measured, rssBefore: rss - this.#tree.residueOf(pid) };
  }

  #keep(capture: PeakCapture): void {
    const isBetter = capture.reason === 'second-run' || capture.level >= (this.#best?.level ?? 0);
    const [kept, left] = isBetter ? [capture, this.#best] : [this.#best!, capture];
    this.#best = kept;
    if (left !== undefined) rmSync(left.folder, { recursive: true, force: true });
  }
}

/** What a process has outside its heap after a capture, and had not before. */
function leftIn({ before, after, target: { pid } }: PeakCapture): Bytes {
  const now = pid === undefined ? undefined : host.memory.rssOf(pid);
  if (now === undefined || after === undefined || before.rss === undefined) return 0;
  return now - (after.heapTotal ?? 0) - (before.rss - (before.heapTotal ?? 0));
}
