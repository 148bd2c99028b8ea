import type { Pulse } from '../../../format/pulse.ts';
import type { Millis } from '../../../format/units.ts';
import type { PulseSource } from '../../connection.ts';
import { ProbeError } from '../../probe-error.ts';
import type { RecordingFolder } from '../files/recording-folder.ts';
import { everyBirthSurvives } from './pulse-growth.ts';

/** A pulse stops the target for a full garbage collection: more of them would be felt. */
const shortestSpacing: Millis = 1_000;
/** Leaves room for the pulse itself, so that the one right before a capture is not left out. */
const shortestPart: Millis = 1.5 * shortestSpacing;

/** The recording's pulses: never more than one a second, and none after one that failed. */
export class PulseSeries {
  readonly #source: PulseSource;
  readonly #folder: RecordingFolder;
  readonly #operations: string | undefined;
  readonly #stopped: Promise<void>;
  readonly #pulses: Pulse[] = [];
  #endedAt = Number.NEGATIVE_INFINITY;
  #over = false;
  #failure: string | undefined;

  /** @param stop aborted where the reader wants to stop or the target is gone: then no pulse is waited for */
  constructor(source: PulseSource, folder: RecordingFolder, stop: AbortSignal, operations?: string) {
    this.#source = source;
    this.#operations = operations;
    this.#folder = folder;
    this.#stopped = new Promise((resolve) => {
      stop.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** Whether they can still say something: some came, and more will. */
  get hasData(): boolean {
    return !this.#over && this.#pulses.length > 0;
  }

  get proveGrowth(): boolean {
    return this.hasData && everyBirthSurvives(this.#pulses);
  }

  /** How many objects were alive at the last one. */
  get objects(): number | undefined {
    return this.#pulses.at(-1)?.survivors.counts.reduce((sum, count) => sum + count, 0);
  }

  /** Why there are fewer than were wanted, in words. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Into how many parts a wait can be cut with a pulse after each, if `wanted` is the number asked for. */
  partsOf(wait: Millis, wanted: number): number {
    return Math.max(1, Math.min(wanted, Math.floor(wait / shortestPart)));
  }

  /** One more pulse, unless it is too early for it. Never throws: pulses are not worth a recording. */
  async take(): Promise<void> {
    if (this.#over || Date.now() - this.#endedAt < shortestSpacing) return;
    await Promise.race([this.#take(), this.#stopped]);
    this.#endedAt = Date.now();
  }

  async #take(): Promise<void> {
    try {
      const pulse = await this.#source.take(this.#operations);
      this.#pulses.push(pulse);
      await this.#folder.appendPulse(pulse);
    } catch (error) {
      this.#over = true;
      // The recording itself tells that its target is gone.
      if (error instanceof ProbeError && error.code === 'connection-closed') return;
      this.#failure = `the pulses ended early: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}
