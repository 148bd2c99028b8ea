import { setTimeout as sleep } from 'node:timers/promises';
import type { MemorySample } from '../../../format/memory-sample.ts';
import { isWholeProcess } from '../../../format/recording.ts';
import type { Millis } from '../../../format/units.ts';
import type { Connection } from '../../connection.ts';
import { host } from '../../host/this-host.ts';
import { PartsReader } from '../../ledger/parts-reader.ts';
import { sampleMemory } from '../../ledger/sample-memory.ts';
import type { RecordingFolder } from '../files/recording-folder.ts';
import { sampleWithHeap } from './sample-with-heap.ts';

interface Moment {
  readonly mark?: MemorySample['mark'];
  /** Parts of resident memory are read at this moment, whenever they were read before. */
  readonly isTelling?: true;
}

/** Several in a recording of a few minutes. */
const partsEvery: Millis = 15_000;

/** The recording's ledger: samples at a steady pace, and at the moments that captures ask for. */
export class Ledger {
  readonly #connection: Connection;
  readonly #folder: RecordingFolder;
  readonly #every: Millis;
  readonly #samples: MemorySample[];
  readonly #before: readonly MemorySample[];
  readonly #beside: ReadonlySet<number> | undefined;
  readonly #stopped = new AbortController();
  #last: Promise<unknown> = Promise.resolve();
  #running: Promise<void> = Promise.resolve();
  #failure: string | undefined;
  /** A thread has none: what the system counts is its whole process's. Nor has what was reached by an address, or another host than Linux. */
  readonly #parts: PartsReader | undefined;

  /**
   * @param before samples from before the recording that belong to its story
   * @param beside processes that are recorded and judged by themselves
   */
  constructor(
    connection: Connection,
    folder: RecordingFolder,
    every: Millis,
    before: readonly MemorySample[] = [],
    beside?: ReadonlySet<number>,
  ) {
    this.#beside = beside;
    this.#before = before;
    this.#samples = [...before];
    this.#connection = connection;
    this.#folder = folder;
    this.#every = every;
    const { target } = connection;
    this.#parts = isWholeProcess(target) && host.kernel ? new PartsReader(target, partsEvery) : undefined;
  }

  get samples(): readonly MemorySample[] {
    return this.#samples;
  }

  /** Why it does not tell all parts of resident memory, in words. */
  get partsRefusal(): string | undefined {
    return this.#parts?.refusal;
  }

  /** Why samples are missing at the end, in words. */
  get failure(): string | undefined {
    return this.#failure;
  }

  async start(): Promise<void> {
    for (const sample of this.#before) await this.#append(sample);
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
    await this.#last;
    if (!this.#connection.ended.aborted) await this.#take({ isTelling: true });
  }

  /** One sample, after those that are under way. */
  async take(mark?: MemorySample['mark']): Promise<MemorySample> {
    return await this.#take(mark === undefined ? {} : { mark });
  }

  /** As `take`, with the parts of resident memory at this moment. */
  async takeWithParts(mark?: MemorySample['mark']): Promise<MemorySample> {
    return await this.#take({ isTelling: true, ...(mark === undefined ? {} : { mark }) });
  }

  async #take(moment: Moment): Promise<MemorySample> {
    const turn = this.#last.then(() => this.#sample(moment));
    this.#last = turn.catch(() => {});
    return await turn;
  }

  /** As `take`, but asks again for a while if the target was too busy to say how large its heap is. */
  async takeWithHeap(): Promise<MemorySample> {
    return await sampleWithHeap(() => this.take(), this.#connection);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    const stop = AbortSignal.any([signal, this.#connection.ended]);
    while (!stop.aborted) {
      const due = Date.now() + this.#every;
      await this.take();
      await sleep(Math.max(0, due - Date.now()), undefined, { signal: stop }).catch(() => {});
    }
  }

  async #sample({ mark, isTelling }: Moment): Promise<MemorySample> {
    const plain = await sampleMemory(this.#connection, this.#beside);
    const marked = mark === undefined ? plain : { ...plain, mark };
    // A process that is gone has no memory: such a sample would read as a sudden end of the growth.
    const isSilent = marked.rss === undefined && marked.heapUsed === undefined;
    if (isSilent && isWholeProcess(this.#connection.target)) return marked;
    // At both ends, and around what captures add to it.
    const readsNow = mark !== undefined || isTelling === true || this.#samples.length === this.#before.length;
    const sample = readsNow ? await this.#parts?.withNow(marked) : this.#parts?.withReady(marked);
    return await this.#keep(sample ?? marked);
  }

  async #keep(sample: MemorySample): Promise<MemorySample> {
    this.#samples.push(sample);
    await this.#append(sample);
    return sample;
  }

  /** A full disk costs the ledger, not the recording. */
  async #append(sample: MemorySample): Promise<void> {
    if (this.#failure !== undefined) return;
    try {
      await this.#folder.appendSample(sample);
    } catch (error) {
      this.#failure = `the ledger ended early: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}
