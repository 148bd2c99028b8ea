import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { request as plainRequest } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Origin } from '../../../format/origin.ts';
import type { EpochMillis, Millis } from '../../../format/units.ts';
import type { WatchEvent } from '../../../format/watch-event.ts';
import { profileName } from './profile-name.ts';
import type { Pyroscope } from './pyroscope.ts';

const patience: Millis = 30_000;

/**
 * Pushes what is alive, by the functions that allocated it, to Pyroscope. One that does not arrive is not kept: the next
 * one tells the same and more.
 */
export class ProfilePush {
  readonly #pyroscope: Pyroscope;
  readonly #origin: Origin;
  readonly #tell: (event: WatchEvent) => void;
  #service = 'unknown';
  #from: EpochMillis = Date.now();

  constructor(pyroscope: Pyroscope, origin: Origin, tell: (event: WatchEvent) => void) {
    this.#pyroscope = pyroscope;
    this.#origin = origin;
    this.#tell = tell;
  }

  /** What follows is of a process that began now. */
  begin(service: string, at: EpochMillis): void {
    this.#service = service;
    this.#from = at;
  }

  /** Sends a compressed profile, and removes the file. Never rejects. */
  async send(file: string, signal: AbortSignal): Promise<void> {
    const until = Date.now();
    try {
      await this.#post(file, until, AbortSignal.any([signal, AbortSignal.timeout(patience)]));
      this.#from = until;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      const to = new URL(this.#pyroscope.url).origin;
      this.#tell({ at: Date.now(), event: 'delivery-failed', to, of: 'profile', reason: words });
    } finally {
      await rm(file, { force: true }).catch(() => {});
    }
  }

  async #post(file: string, until: EpochMillis, signal: AbortSignal): Promise<void> {
    const url = new URL(this.#pyroscope.url);
    url.searchParams.set('name', profileName(this.#service, this.#origin));
    url.searchParams.set('from', seconds(this.#from));
    url.searchParams.set('until', seconds(until));
    url.searchParams.set('format', 'pprof');
    url.searchParams.set('spyName', 'heaptrail');
    // Not fetch, which stays in memory for good once it was used.
    const request = url.protocol === 'https:' ? (await import('node:https')).request : plainRequest;
    const { size } = await stat(file);
    const { headers } = this.#pyroscope;
    const type = { 'content-type': 'application/octet-stream', 'content-length': size };
    await new Promise<void>((resolve, reject) => {
      const sent = request(url, { method: 'POST', headers: { ...headers, ...type }, signal }, (answer) => {
        answer.resume();
        const { statusCode: status = 0 } = answer;
        if (status >= 200 && status < 300) resolve();
        else reject(new Error(`${url.host} answered with status ${status}`));
      });
      sent.once('error', reject);
      pipeline(createReadStream(file), sent).catch(reject);
    });
  }
}

function seconds(at: EpochMillis): string {
  return String(Math.floor(at / 1_000));
}
