import { rm } from 'node:fs/promises';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { EpochMillis, Millis } from '../../format/units.ts';
import type { ProcessConnection } from '../connection.ts';
import { newManifest } from '../session/files/new-manifest.ts';
import { RecordingFolder } from '../session/files/recording-folder.ts';
import { AllocationSeries } from '../session/series/allocation-series.ts';
import { writeError } from '../write-error.ts';
import type { RecordingShelf } from './recording-shelf.ts';

/** The first profile comes after this part of the time between two: a program may not live for as long as that. */
const firstPart = 16;
const soonest: Millis = 1_000;
/** A recording that is never closed could not make room for new ones. */
const longest: Millis = 24 * 3_600_000;
/** A disk that was full may have room again. */
const firstRetry: Millis = 60_000;
const longestRetry: Millis = 3_600_000;

export interface LedgerSetting {
  readonly ledgerEvery: Millis;
  /** The time between two profiles of sampled allocations; none are taken if absent. */
  readonly profileEvery: Millis | undefined;
  /** Told when one more profile is in the recording of the day. */
  readonly onProfile: (recording: string) => void;
  /** Told once when samples can no longer be written, and again each time that a retry failed. */
  readonly onFailure: (reason: string, retryAt: EpochMillis) => void;
}

/** What is recorded all the time: memory, and sampled allocations. A recording of its own for each day. */
export class LongLedger {
  readonly #connection: ProcessConnection;
  readonly #shelf: RecordingShelf;
  readonly #setting: LedgerSetting;
  #folder: RecordingFolder | undefined;
  #allocations: AllocationSeries | undefined;
  #beganAt: EpochMillis = 0;
  #failures = 0;
  #retryAt: EpochMillis = 0;

  constructor(connection: ProcessConnection, shelf: RecordingShelf, setting: LedgerSetting) {
    this.#connection = connection;
    this.#shelf = shelf;
    this.#setting = setting;
  }

  /** A full disk costs the ledger of this day, and not the watch. */
  async append(sample: MemorySample): Promise<void> {
    if (sample.at < this.#retryAt) return;
    try {
      if (this.#folder === undefined || sample.at - this.#beganAt >= longest) await this.#beginDay(sample.at);
      await this.#folder?.appendSample(sample);
      this.#failures = 0;
    } catch (error) {
      await this.#fail(error, sample.at);
    }
  }

  async #beginDay(now: EpochMillis): Promise<void> {
    await this.close();
    await this.#shelf.makeRoom();
    const place = await this.#shelf.place('ledger', this.#connection.target.pid);
    const options = { ledgerEvery: this.#setting.ledgerEvery, captures: 0 };
    this.#shelf.hold(place);
    try {
      this.#folder = await RecordingFolder.create(place, newManifest(this.#connection, options));
    } catch (error) {
      this.#shelf.release(place);
      await rm(place, { recursive: true, force: true }).catch(() => {});
      throw error;
    }
    this.#beganAt = now;
    await this.resumeSampling();
  }

  /** What follows goes to a new recording: the last line of this one may be torn. */
  async #fail(error: unknown, now: EpochMillis): Promise<void> {
    const reason = writeError(this.#folder?.path ?? this.#shelf.folder, error).message;
    await this.close();
    this.#retryAt = now + Math.min(longestRetry, firstRetry * 2 ** this.#failures);
    this.#failures += 1;
    this.#setting.onFailure(reason, this.#retryAt);
  }

  /** V8 has one sampler for allocations: a close look takes its own profiles. */
  async pauseSampling(): Promise<void> {
    const series = this.#allocations;
    this.#allocations = undefined;
    // Also if the process is gone: the wait for the next profile must end.
    await series?.end();
    if (series !== undefined && !this.#connection.ended.aborted)
      await this.#connection.allocations?.stop().catch(() => {});
  }

  async resumeSampling(): Promise<void> {
    const { allocations, ended, target } = this.#connection;
    const { profileEvery } = this.#setting;
    if (profileEvery === undefined || allocations === undefined || this.#folder === undefined) return;
    if (ended.aborted) return;
    const { path } = this.#folder;
    this.#allocations = new AllocationSeries(target.pid, allocations, this.#folder, () =>
      this.#setting.onProfile(path),
    );
    await this.#allocations.start(profileEvery, true, Math.max(soonest, profileEvery / firstPart));
  }

  async close(): Promise<void> {
    await this.pauseSampling();
    const folder = this.#folder;
    this.#folder = undefined;
    if (folder === undefined) return;
    await folder.update({ endedAt: Date.now(), state: 'complete' }).catch(() => {});
    this.#shelf.release(folder.path);
  }
}
