import type { MemorySample } from '../../format/memory-sample.ts';
import type { EpochMillis, Millis } from '../../format/units.ts';
import type { Connection } from '../connection.ts';
import { AllocationSeries } from '../session/allocation-series.ts';
import { newManifest } from '../session/record-target.ts';
import { RecordingFolder } from '../session/recording-folder.ts';
import type { RecordingShelf } from './recording-shelf.ts';

/** A recording that is never closed could not make room for new ones. */
const longest: Millis = 24 * 3_600_000;

/** What is recorded all the time: memory, and sampled allocations. A recording of its own for each day. */
export class LongLedger {
  readonly #connection: Connection;
  readonly #shelf: RecordingShelf;
  readonly #ledgerEvery: Millis;
  readonly #profileEvery: Millis | undefined;
  #folder: RecordingFolder | undefined;
  #allocations: AllocationSeries | undefined;
  #beganAt: EpochMillis = 0;
  #failure: string | undefined;

  constructor(
    connection: Connection,
    shelf: RecordingShelf,
    ledgerEvery: Millis,
    profileEvery: Millis | undefined,
  ) {
    this.#connection = connection;
    this.#shelf = shelf;
    this.#ledgerEvery = ledgerEvery;
    this.#profileEvery = profileEvery;
  }

  /** The recording that is written now. */
  get path(): string | undefined {
    return this.#folder?.path;
  }

  /** A full disk costs the ledger of this day, and not the watch. */
  async append(sample: MemorySample): Promise<void> {
    if (this.#failure !== undefined && sample.at - this.#beganAt < longest) return;
    try {
      if (sample.at - this.#beganAt >= longest) await this.#beginDay(sample.at);
      await this.#folder?.appendSample(sample);
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
    }
  }

  async #beginDay(now: EpochMillis): Promise<void> {
    await this.close();
    this.#beganAt = now;
    this.#failure = undefined;
    const place = await this.#shelf.place('ledger', this.#connection.target.pid);
    const options = { ledgerEvery: this.#ledgerEvery, captures: 0 };
    this.#folder = await RecordingFolder.create(place, newManifest(this.#connection, options));
    await this.resumeSampling();
  }

  /** V8 has one sampler for allocations: a close look takes its own profiles. */
  async pauseSampling(): Promise<void> {
    const series = this.#allocations;
    this.#allocations = undefined;
    if (series === undefined || this.#connection.ended.aborted) return;
    await series.end();
    await this.#connection.allocations?.stop().catch(() => {});
  }

  async resumeSampling(): Promise<void> {
    const { allocations, ended } = this.#connection;
    if (this.#profileEvery === undefined || allocations === undefined || this.#folder === undefined) return;
    if (ended.aborted) return;
    this.#allocations = new AllocationSeries(allocations, this.#folder);
    await this.#allocations.start(this.#profileEvery, true);
  }

  async close(): Promise<void> {
    await this.pauseSampling();
    await this.#folder?.update({ endedAt: Date.now(), state: 'complete' }).catch(() => {});
    this.#folder = undefined;
  }
}
