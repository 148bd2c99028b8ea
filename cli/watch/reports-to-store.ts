import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cardSchemaVersion, type InstanceCard, keys, keyWord } from '../../fleet/cards/card.ts';
import { identityOf } from '../../fleet/cards/recording-identity.ts';
import { Outbox } from '../../fleet/outbox/outbox.ts';
import { describeRecording } from '../../fleet/recordings/describe-recording.ts';
import { instanceOf, type Origin, serviceOf } from '../../format/origin.ts';
import { counted } from '../../format/quantities.ts';
import { recordingFiles } from '../../format/recording.ts';
import type { Millis } from '../../format/units.ts';
import type { CaptureEvent, StartedEvent, WatchEvent } from '../../format/watch-event.ts';
import type { AnnouncedLook, Explained } from '../../probes/watch/watch-setting.ts';
import type { Store } from '../../store/store.ts';
import { type Turn, Turns } from '../../store/turns.ts';
import { serviceNameOf } from './service-name.ts';
import type { StoreSetting } from './store-setting.ts';
import { type UnsentLook, UnsentLooks } from './unsent-looks.ts';

/** A fleet needs no more to know who is there and healthy. */
const instanceEvery: Millis = 60 * 60_000;
const firstRetry: Millis = 60_000;
const longestRetry: Millis = 30 * 60_000;
/** When the watch ends, what is on its way gets this long; the rest waits on disk for the next watch. */
const lastPatience: Millis = 8_000;

/** Whose reports they are, and who hears of failures. */
export interface ReportsSource {
  /** Of the watch: what has not arrived waits there. */
  readonly folder: string;
  readonly origin: Origin;
  readonly tell: (event: WatchEvent) => void;
  /** Analyzes what an earlier watch has left. Never rejects. */
  readonly explain: (recording: string, signal: AbortSignal) => Promise<Explained>;
}

/** Puts the reports of a watch into a store, and a word of each process that needed none. Never rejects. */
export class ReportsToStore {
  readonly #setting: StoreSetting;
  readonly #source: ReportsSource;
  readonly #store: Store;
  readonly #outbox: Outbox;
  readonly #unsent: UnsentLooks;
  readonly #given: Origin;
  readonly #end = new AbortController();
  #origin: Origin;
  #instance: InstanceCard | undefined;
  #instanceDue = 0;
  #last: Promise<void>;
  #retry: NodeJS.Timeout | undefined;
  #wait = firstRetry;
  #isEnding = false;

  constructor(setting: StoreSetting, source: ReportsSource) {
    this.#setting = setting;
    this.#source = source;
    this.#store = setting.store;
    this.#outbox = new Outbox(path.join(source.folder, 'outbox'), setting.store, setting.queue);
    this.#unsent = new UnsentLooks(source.folder);
    this.#given = { 'host.name': hostname(), ...source.origin };
    this.#origin = this.#given;
    // What an earlier watch left.
    this.#last = this.#send();
    void this.#takeUpLeft();
  }

  /** A look begins if it is the turn of this process. Never rejects. */
  async announce(recording: string): Promise<AnnouncedLook> {
    let turn: Turn | undefined;
    try {
      turn = await this.#turn();
      await this.#unsent.note({ recording, origin: this.#origin });
    } catch (error) {
      await turn?.end().catch(() => {});
      return { refusal: wordsOf(error), over: async () => {} };
    }
    const over = async (isRecorded: boolean) => {
      // Who cannot end its turn loses it when its time is over.
      await turn?.end().catch(() => {});
      if (!isRecorded) await this.#unsent.forget(recording).catch(() => {});
    };
    return { over };
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
        this.#then(() => this.#handOver({ recording: event.recording, origin: this.#origin }, event));
    }
  }

  async ended(patience = lastPatience): Promise<void> {
    this.#isEnding = true;
    this.#end.abort();
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

  /** @throws Error if all who may look have their turn now, or the store cannot be asked */
  async #turn(): Promise<Turn | undefined> {
    const { turns } = this.#setting;
    if (turns === undefined) return undefined;
    const service = serviceOf(this.#origin) ?? 'unknown';
    const given = await new Turns(this.#store, { name: `looks/${keyWord(service)}`, ...turns }).take();
    if (typeof given !== 'number') return given;
    throw new Error(
      `${counted(turns.atOnce, 'process')} of ${service} ${turns.atOnce === 1 ? 'is' : 'are'} looked at now (--looks-at-once)`,
    );
  }

  /** Looks whose watch was killed before their reports were on their way. */
  async #takeUpLeft(): Promise<void> {
    for (const look of await this.#unsent.left().catch(() => [])) {
      if (!(await hasLooked(look.recording))) {
        await this.#unsent.forget(look.recording).catch(() => {});
        continue;
      }
      const elsewhere = this.#setting.queue !== undefined;
      const explained = elsewhere ? {} : await this.#source.explain(look.recording, this.#end.signal);
      if (this.#end.signal.aborted) return;
      if (explained.failure !== undefined)
        await this.#failed(new Error(`${look.recording} cannot be analyzed: ${explained.failure}`));
      else this.#then(() => this.#handOver(look, explained));
    }
  }

  /** All that the store gets of a look goes into the outbox; after that, it is no longer noted. */
  async #handOver(
    { recording, origin }: UnsentLook,
    { report, page }: Pick<CaptureEvent, 'report' | 'page'>,
  ): Promise<void> {
    const { queue, sendRecordings } = this.#setting;
    if (report === undefined && queue === undefined) return;
    const identity = identityOf(recording, origin);
    if (report !== undefined) {
      const { cardOfReport } = await import('./card-of-report.ts');
      const card = cardOfReport(report, identity);
      await this.#outbox.add({ card, report, page });
    }
    if (queue !== undefined || sendRecordings) {
      const sent = await describeRecording(recording, identity, sendRecordings);
      await this.#outbox.add({ sent, recording, elsewhere: queue !== undefined });
    }
    await this.#unsent.forget(recording);
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
    const reason = wordsOf(error);
    const waiting = (await this.#outbox.waiting()).length;
    const retryAt = this.#isEnding ? {} : { retryAt: at + this.#wait };
    this.#source.tell({ at, event: 'store-failed', reason, waiting, ...retryAt });
    if (this.#isEnding) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#then(() => this.#send()), this.#wait);
    this.#retry.unref();
    this.#wait = Math.min(longestRetry, this.#wait * 2);
  }
}

/** Whether anything of the heap was recorded before the watch was killed. */
async function hasLooked(recording: string): Promise<boolean> {
  try {
    const { openSource } = await import('../../analyzer/recording/open-source.ts');
    const { manifest } = openSource([recording]);
    const isWhole = manifest?.captures.some(({ status }) => status === 'whole') === true;
    return isWhole || existsSync(path.join(recording, recordingFiles.visits));
  } catch {
    return false;
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
