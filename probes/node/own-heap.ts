import { chmodSync, statSync } from 'node:fs';
import { Session, url } from 'node:inspector';
import { writeHeapSnapshot } from 'node:v8';
import type { Pulse } from '../../format/pulse.ts';
import type { Bytes } from '../../format/units.ts';
import { type ObjectTracker, trackObjects } from './object-tracker.ts';

/**
 * The heap of this very thread. No port is opened, no option is needed, and worker threads have their own. Numbers of
 * objects begin with `open` and are forgotten with `close`.
 */
export class OwnHeap {
  readonly #session = new Session();
  readonly #tracker: ObjectTracker;
  /** How many of V8's intervals had passed at each pulse. */
  readonly #intervalsAt: number[] = [];

  static open(): OwnHeap {
    return new OwnHeap();
  }

  private constructor() {
    this.#session.connect();
    this.#tracker = trackObjects(this.#session);
  }

  /** @throws ProbeError `no-pulses` if V8 does not count */
  async take(): Promise<Pulse> {
    const at = Date.now();
    this.#forgetConsole();
    const { watermark, survivors } = await this.#tracker.count();
    this.#intervalsAt.push(survivors.counts.length);
    const counts = this.#byPulse(survivors.counts);
    const bytes = this.#byPulse(survivors.bytes);
    return { at, duration: Date.now() - at, watermark, survivors: { counts, bytes } };
  }

  #byPulse(values: readonly number[]): number[] {
    return this.#intervalsAt.map((end, pulse) => {
      let sum = 0;
      for (let interval = this.#intervalsAt[pulse - 1] ?? 0; interval < end; interval++)
        sum += values[interval];
      return sum;
    });
  }

  /** Writes a snapshot whose object ids go on from those of the pulses; the thread stands still meanwhile. */
  capture(file: string): Bytes {
    // Node 20 looks for the line ends of a script once for each of its functions, unless the debugger has done so.
    this.#session.post('Debugger.enable');
    this.#session.post('Debugger.disable');
    this.#forgetConsole();
    writeHeapSnapshot(file);
    chmodSync(file, 0o600);
    return statSync(file).size;
  }

  /** Ends the tracking: with a session that ends V8 forgets the ids, and allocates as fast as before. */
  close(): void {
    this.#tracker.stop();
    this.#forgetConsole();
    this.#session.disconnect();
  }

  /** While a session is there V8 keeps what is logged, with all its arguments: they would count as survivors. */
  #forgetConsole(): void {
    if (url() === undefined) this.#session.post('Runtime.discardConsoleEntries');
  }
}
