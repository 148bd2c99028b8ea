import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Store } from '../../store/store.ts';
import type { AnalysisQueue } from '../queue/analysis-queue.ts';
import { layParcel, nameOf, type Parcel, sendParcel } from './parcel.ts';

/** What is being laid; a program that was killed meanwhile leaves it, and it is laid again or removed. */
const unfinished = '.unfinished-';
/** Of some hundred KiB each: a store that nobody can reach must not fill the disk of a host. */
const mostWaiting = 500;
/** Of up to gigabytes each. */
const mostRecordings = 5;

/**
 * What is on its way into a store, on disk until it has arrived: neither a store out of reach nor an end at any moment
 * loses or doubles a report, because each object's key is made of the recording.
 */
export class Outbox {
  readonly #folder: string;
  readonly #store: Store;
  readonly #queue: AnalysisQueue | undefined;

  /** @param queue of those who analyze recordings, if it is not done here */
  constructor(folder: string, store: Store, queue?: AnalysisQueue) {
    this.#folder = folder;
    this.#store = store;
    this.#queue = queue;
  }

  /** @throws Error if it cannot be kept on this disk */
  async add(parcel: Parcel): Promise<void> {
    const name = nameOf(parcel);
    this.#requireRoom(parcel, await this.waiting());
    const laid = path.join(this.#folder, `${unfinished}${name}`);
    const place = path.join(this.#folder, name);
    await rm(laid, { recursive: true, force: true });
    await mkdir(laid, { recursive: true, mode: 0o700 });
    await layParcel(parcel, laid);
    await rm(place, { recursive: true, force: true });
    await rename(laid, place);
  }

  /** What has not arrived: reports by their ids. */
  async waiting(): Promise<readonly string[]> {
    const entries = await readdir(this.#folder).catch(() => []);
    return entries.filter((name) => !name.startsWith('.')).toSorted();
  }

  /** Sends all that waits; one that does not arrive holds up no other. @throws the first failure */
  async send(): Promise<void> {
    const failures: unknown[] = [];
    for (const name of await this.waiting()) {
      const place = path.join(this.#folder, name);
      try {
        await sendParcel(place, this.#store, this.#queue);
        await rm(place, { recursive: true, force: true });
      } catch (error) {
        failures.push(error);
        // The next ones would wait as long for the same.
        if (failures.length > 1) break;
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  #requireRoom(parcel: Parcel, waiting: readonly string[]): void {
    const recordings = waiting.filter((name) => name.endsWith('.recording'));
    const [kind, many, most] =
      'card' in parcel
        ? ['reports', waiting.length - recordings.length, mostWaiting]
        : ['recordings', recordings.length, mostRecordings];
    if (many >= most) throw new Error(`${many} ${kind} wait for the store already, and no more are kept`);
  }
}
