import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessDescription } from '../../../format/recording.ts';
import type { Millis } from '../../../format/units.ts';
import { host } from '../../host/this-host.ts';
import type { PageTouches } from '../../native/page-touches.ts';
import type { RecordingFolder } from '../files/recording-folder.ts';

/** Enough intervals to tell what comes in each of them from what came once. */
const looks = 12;
const shortest: Millis = 1_000;
const longest: Millis = 15_000;
/** A look takes at most one part in this many of a processor: the kernel walks all pages of the process for it. */
const restsFor = 25;

/** The recording's touches of new pages. Whatever fails here ends them and never the recording. */
export class NativeSeries {
  readonly #target: ProcessDescription;
  readonly #folder: RecordingFolder;
  readonly #every: Millis;
  readonly #ended = new AbortController();
  #touches: PageTouches | undefined;
  #looking: Promise<void> = Promise.resolve();
  #failure: string | undefined;
  #hasLongerCopies = false;

  /** @param duration how long it is going to last, about */
  constructor(target: ProcessDescription, folder: RecordingFolder, duration: Millis) {
    this.#every = Math.min(longest, Math.max(shortest, duration / looks));
    this.#target = target;
    this.#folder = folder;
  }

  /** Why it is not known, or not to the end, who takes native memory. */
  get failure(): string | undefined {
    return this.#failure ?? this.#touches?.failure;
  }

  async start(): Promise<void> {
    if (host.kernel === undefined) {
      this.#failure = 'who takes native memory is not known: only Linux tells which code touches new pages';
      return;
    }
    const { pid, runtime } = this.#target;
    // A recording that was not asked for it does without the readers of stacks and executables.
    const { PageTouches } = await import('../../native/page-touches.ts');
    const touches = await PageTouches.start(pid, runtime === 'bun' ? 'jsc' : 'v8');
    if (typeof touches === 'string') {
      this.#failure = touches;
      return;
    }
    this.#touches = touches;
    this.#looking = this.#lookOften();
  }

  async end(): Promise<void> {
    this.#ended.abort();
    await this.#looking;
    const touches = this.#touches;
    if (touches === undefined) return;
    await touches.end();
    // An interval in which nobody watched would look like one in which nothing came.
    if (this.failure === undefined) await this.#look(touches);
    touches.close();
  }

  async #lookOften(): Promise<void> {
    const { signal } = this.#ended;
    let rest = this.#every;
    while (!signal.aborted && this.failure === undefined) {
      await sleep(rest, undefined, { signal }).catch(() => {});
      if (signal.aborted || this.failure !== undefined) return;
      const before = process.cpuUsage();
      await this.#look(this.#touches!);
      await this.#beginAnewIfCut();
      // What the kernel did, which holds up the process: not how long others had their turn, nor what we made of it.
      rest = Math.max(this.#every, (process.cpuUsage(before).system / 1_000) * restsFor);
    }
  }

  /** At most once: what was seen before is of no use, and it is little. */
  async #beginAnewIfCut(): Promise<void> {
    if (this.#hasLongerCopies || !this.#touches!.needsLongerCopies) return;
    this.#hasLongerCopies = true;
    const touches = await this.#touches!.again();
    if (typeof touches === 'string') this.#failure = touches;
    else this.#touches = touches;
  }

  /** Of a process that is gone, the look before stays. */
  async #look(touches: PageTouches): Promise<void> {
    try {
      if (await touches.look()) await this.#folder.replaceNative(touches.told());
    } catch (error) {
      this.#failure = `who takes native memory is not known to the end: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}
