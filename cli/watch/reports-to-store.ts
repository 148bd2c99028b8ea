import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cardSchemaVersion, type InstanceCard, keys } from '../../fleet/cards/card.ts';
import { Outbox } from '../../fleet/outbox/outbox.ts';
import { instanceOf, type Origin, serviceOf } from '../../format/origin.ts';
import type { Millis } from '../../format/units.ts';
import type { CaptureEvent, StartedEvent, WatchEvent } from '../../format/watch-event.ts';
import type { Store } from '../../store/store.ts';
import { serviceNameOf } from './service-name.ts';

/** A fleet needs no more to know who is there and healthy. */
const instanceEvery: Millis = 60 * 60_000;
const firstRetry: Millis = 60_000;
const longestRetry: Millis = 30 * 60_000;
/** When the watch ends, what is on its way gets this long; the rest waits on disk for the next watch. */
const lastPatience: Millis = 8_000;

/** Puts the reports of a watch into a store, and a word of each process that needed none. Never rejects. */
export class ReportsToStore {
  readonly #store: Store;
  readonly #outbox: Outbox;
  readonly #given: Origin;
  readonly #tell: (event: WatchEvent) => void;
  #origin: Origin;
  #instance: InstanceCard | undefined;
  #instanceDue = 0;
  #last: Promise<void>;
  #retry: NodeJS.Timeout | undefined;
  #wait = firstRetry;
  #isEnding = false;

  /** @param folder of the watch: reports that have not arrived wait there */
  constructor(store: Store, folder: string, origin: Origin, tell: (event: WatchEvent) => void) {
    this.#store = store;
    this.#outbox = new Outbox(path.join(folder, 'outbox'), store);
    this.#given = { 'host.name': hostname(), ...origin };
    this.#origin = this.#given;
    this.#tell = tell;
    // What an earlier watch left.
    this.#last = this.#send();
  }

  take(event: WatchEvent): void {
    switch (event.event) {
      case 'started':
        this.#start(event);
        break;
      case 'sample':
        this.#note({ rss: event.memory.rss, heapUsed: event.memory.heapUsed }, event.at);
        break;
      case 'growth':
        this.#instanceDue = 0;
        this.#note({ grows: true }, event.at);
        break;
      case 'capture':
        this.#then(() => this.#addReport(event));
    }
  }

  async ended(patience = lastPatience): Promise<void> {
    this.#isEnding = true;
    clearTimeout(this.#retry);
    this.#then(() => this.#putInstance());
    const timer = new AbortController();
    await Promise.race([this.#last, sleep(patience, undefined, { signal: timer.signal }).catch(() => {})]);
    timer.abort();
  }

  #start({ pid, runtime, version, command, at }: StartedEvent): void {
    const service = serviceNameOf(this.#given, command);
    this.#origin = { ...this.#given, 'service.name': service };
    this.#instance = {
      schemaVersion: cardSchemaVersion,
      origin: this.#origin,
      pid,
      runtime: `${runtime} ${version}`,
      since: at,
      at,
      grows: false,
    };
    this.#instanceDue = 0;
    this.#note({}, at);
  }

  #note(
    { rss, heapUsed, grows }: { rss?: number | undefined; heapUsed?: number | undefined; grows?: true },
    at: number,
  ): void {
    if (this.#instance === undefined) return;
    this.#instance = {
      ...this.#instance,
      at,
      ...(grows === undefined ? {} : { grows }),
      ...(rss === undefined ? {} : { rss }),
      ...(heapUsed === undefined ? {} : { heapUsed }),
    };
    if (at < this.#instanceDue) return;
    this.#instanceDue = at + instanceEvery;
    this.#then(() => this.#putInstance());
  }

  /** The next one tells the same and more: if it does not arrive, nothing is kept. */
  async #putInstance(): Promise<void> {
    const card = this.#instance;
    if (card === undefined) return;
    const key = keys.instance(serviceOf(card.origin)!, instanceOf(card.origin)!, card.pid);
    await this.#store.put(key, JSON.stringify(card));
  }

  async #addReport({ recording, report, page }: CaptureEvent): Promise<void> {
    if (report === undefined) return;
    const { cardOfRecording } = await import('./card-of-recording.ts');
    const card = cardOfRecording(recording, report, this.#origin);
    await this.#outbox.add({ card, report, page });
    await this.#send();
  }

  #then(work: () => Promise<void>): void {
    this.#last = this.#last.then(work).catch((error: unknown) => this.#failed(error));
  }

  async #send(): Promise<void> {
    try {
      await this.#outbox.send();
      this.#wait = firstRetry;
    } catch (error) {
      await this.#failed(error);
    }
  }

  async #failed(error: unknown): Promise<void> {
    const at = Date.now();
    const reason = error instanceof Error ? error.message : String(error);
    const waiting = (await this.#outbox.waiting()).length;
    const retryAt = this.#isEnding ? {} : { retryAt: at + this.#wait };
    this.#tell({ at, event: 'store-failed', reason, waiting, ...retryAt });
    if (this.#isEnding) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#then(() => this.#send()), this.#wait);
    this.#retry.unref();
    this.#wait = Math.min(longestRetry, this.#wait * 2);
  }
}
