import { setTimeout as sleep } from 'node:timers/promises';
import type { Bytes, Millis } from '../../../format/units.ts';
import type { AllocationSource } from '../../connection.ts';
import { ProbeError } from '../../probe-error.ts';
import type { RecordingFolder } from '../files/recording-folder.ts';
import { longerInterval, samplingInterval } from './sampling-interval.ts';

const rateSpan: Millis = 250;
/** A profile right after another one says nothing new. */
const shortestSpacing: Millis = 1_000;

/** The recording's sampled allocations. Whatever fails here ends the sampling and never the recording. */
export class AllocationSeries {
  readonly #source: AllocationSource;
  readonly #folder: RecordingFolder;
  readonly #onProfile: () => void;
  readonly #ended = new AbortController();
  #looking: Promise<void> = Promise.resolve();
  #interval: Bytes = 0;
  #series = 0;
  #lastOrdinal = 0;
  #lookedAt = 0;
  #over = false;
  #failure: string | undefined;

  /** @param onProfile told when one more profile is in the folder */
  constructor(source: AllocationSource, folder: RecordingFolder, onProfile: () => void = () => {}) {
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
      await this.#begin(samplingInterval(await this.#source.measureRate(rateSpan), every));
    });
    if (lookByItself) this.#looking = this.#lookEvery(every, firstAfter);
  }

  /** One more profile. */
  async take(capture?: number): Promise<void> {
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
      await sleep(wait, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await this.take();
      wait = Math.min(every, wait * 2);
    }
  }

  async #take(capture: number | undefined): Promise<void> {
    const { text, lastOrdinal } = await this.#source.profile();
    const at = Date.now();
    await this.#folder.addAllocationProfile(text, {
      at,
      series: this.#series,
      interval: this.#interval,
      ...(capture === undefined ? {} : { capture }),
    });
    this.#onProfile();
    const longer = longerInterval(this.#interval, lastOrdinal - this.#lastOrdinal, at - this.#lookedAt);
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
