import { setTimeout as sleep } from 'node:timers/promises';
import type { Bytes, Millis } from '../../../format/units.ts';
import type { AllocationSource } from '../../connection.ts';
import { ProbeError } from '../../probe-error.ts';
import type { RecordingFolder } from '../files/recording-folder.ts';
import { longerInterval, mayBeTooFast, samplingInterval } from './sampling-interval.ts';
import { workOf } from './work-share.ts';

const rateSpan: Millis = 250;
/** A profile right after another one says nothing new. */
const shortestSpacing: Millis = 1_000;
/** How soon it is noticed that the program began to work more. */
const workEvery: Millis = 2_000;

/** The recording's sampled allocations. Whatever fails here ends the sampling and never the recording. */
export class AllocationSeries {
  readonly #source: AllocationSource;
  readonly #folder: RecordingFolder;
  readonly #onProfile: () => void;
  readonly #workSince: ReturnType<typeof workOf>;
  readonly #ended = new AbortController();
  #looking: Promise<void> = Promise.resolve();
  #interval: Bytes = 0;
  #series = 0;
  #lastOrdinal = 0;
  #lookedAt = 0;
  /** The most that the program worked while it was sampled, in cores. */
  #share = 0;
  /** Whether a capture keeps it at work. */
  #isHeld = false;
  #over = false;
  #failure: string | undefined;

  /** @param onProfile told when one more profile is in the folder */
  constructor(
    pid: number | undefined,
    source: AllocationSource,
    folder: RecordingFolder,
    onProfile: () => void = () => {},
  ) {
    this.#workSince = workOf(pid);
    this.#source = source;
    this.#folder = folder;
    this.#onProfile = onProfile;
  }

  /** Why there are fewer profiles than were wanted, in words. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /**
   * Begins to sample, as finely as the target's rate of allocation allows.
   * @param every the time between two looks: `take` is called after each, or, with `lookByItself`, done here
   * @param firstAfter the time to the first look by itself; each later one comes after twice the time, up to `every`
   */
  async start(every: Millis, lookByItself: boolean, firstAfter = every): Promise<void> {
    await this.#orEnd(async () => {
      if (await this.#source.isTaken()) throw taken();
      const [rate] = await Promise.all([this.#source.measureRate(rateSpan), this.#measureShare()]);
      await this.#begin(samplingInterval(rate, every));
    });
    // A recording of one capture at once has no time for looks.
    if (lookByItself && every > 0) this.#looking = this.#lookEvery(every, firstAfter);
  }

  /** No look by itself until the next profile: a capture keeps the program at work. */
  hold(): void {
    this.#isHeld = true;
  }

  /** One more profile. */
  async take(capture?: number): Promise<void> {
    this.#isHeld = false;
    if (!this.#over) await this.#orEnd(() => this.#take(capture));
  }

  /** The last profile, unless there is one from just before. The sampling itself ends with the connection. */
  async end(): Promise<void> {
    this.#ended.abort();
    await this.#looking;
    if (Date.now() - this.#lookedAt > shortestSpacing) await this.take();
  }

  async #lookEvery(every: Millis, first: Millis): Promise<void> {
    const { signal } = this.#ended;
    for (let wait = first; !this.#over && !signal.aborted; ) {
      const span = await this.#rest(wait);
      if (!signal.aborted && !this.#isHeld) await this.#orEnd(() => this.#take(undefined, span));
      wait = Math.min(every, wait * 2);
    }
  }

  /** It is over before the rate is told: that collects all garbage. */
  async #measureShare(): Promise<void> {
    this.#workSince();
    await sleep(rateSpan, undefined, { signal: this.#ended.signal }).catch(() => {});
    this.#share = this.#workSince()?.share ?? 0;
  }

  /**
   * Ends before its time if the program began to work so much more that it may be sampled too fast.
   * @returns the time that it worked, if so: while it waited, no samples came
   */
  async #rest(wait: Millis): Promise<Millis | undefined> {
    const { signal } = this.#ended;
    const until = Date.now() + wait;
    for (let worked = 0; !this.#over && !signal.aborted && Date.now() < until; ) {
      await sleep(Math.min(workEvery, until - Date.now()), undefined, { signal }).catch(() => {});
      const { time, share } = this.#workSince() ?? { time: 0, share: 0 };
      worked += time;
      if (this.#isHeld) continue;
      const isTooFast = mayBeTooFast(this.#interval, share, this.#share);
      this.#share = Math.max(this.#share, share);
      if (isTooFast) return worked;
    }
    return undefined;
  }

  async #take(capture?: number, span?: Millis): Promise<void> {
    const { text, lastOrdinal } = await this.#source.profile();
    const at = Date.now();
    await this.#folder.addAllocationProfile(text, {
      at,
      series: this.#series,
      interval: this.#interval,
      ...(capture === undefined ? {} : { capture }),
    });
    this.#onProfile();
    const newSamples = lastOrdinal - this.#lastOrdinal;
    const longer = longerInterval(this.#interval, newSamples, span ?? at - this.#lookedAt);
    this.#lastOrdinal = lastOrdinal;
    this.#lookedAt = at;
    if (longer === undefined) return;
    await this.#source.stop();
    await this.#begin(longer);
    await this.#folder.addNotes([
      'the program began to allocate faster: allocations are sampled more coarsely from then on, and earlier samples are not compared with later ones',
    ]);
  }

  async #begin(interval: Bytes): Promise<void> {
    await this.#source.start(interval);
    this.#interval = interval;
    this.#series += 1;
    this.#lastOrdinal = 0;
    this.#lookedAt = Date.now();
  }

  /** A target that does not answer may do so later: it is not asked again, so that no late answer is taken for another. */
  async #orEnd(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#over = true;
      // The recording itself tells that its target is gone.
      if (error instanceof ProbeError && error.code === 'connection-closed') return;
      this.#failure = `allocation sampling ended early: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

function taken(): ProbeError {
  return new ProbeError(
    'sampling-taken',
    'the program already samples its own allocations, and V8 has only one sampler',
    'record with --no-sampling, or turn the other profiler off',
  );
}
