import type { Millis } from '../format/units.ts';
import { ProbeError } from './probe-error.ts';

const watchEvery: Millis = 250;

/** How long a target may say nothing of its snapshot. */
export interface Patience {
  readonly usually: Millis;
  /** Once the reader wants to stop. */
  readonly whenStopping: Millis;
}

/** Tells a snapshot that takes long from one that hangs: by what is heard of it, not by its whole duration. */
export class StallWatch {
  /** Rejects if nothing was heard for too long; sooner once the reader wants to stop. */
  readonly stalled: Promise<never>;
  readonly #timer: NodeJS.Timeout;
  #heardAt = Date.now();

  constructor({ usually, whenStopping }: Patience, stopping: AbortSignal) {
    let reject: (error: Error) => void;
    this.stalled = new Promise((_, fail) => {
      reject = fail;
    });
    // The promise it races may have settled first.
    this.stalled.catch(() => {});
    this.#timer = setInterval(() => {
      const limit = stopping.aborted ? whenStopping : usually;
      if (Date.now() - this.#heardAt > limit) reject(stalledError(limit));
    }, watchEvery);
  }

  touch(): void {
    this.#heardAt = Date.now();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

function stalledError(limit: Millis): ProbeError {
  return new ProbeError(
    'target-silent',
    `the process made no progress with its snapshot for ${Math.round(limit / 1000)} seconds`,
    'it is blocked or computes without a pause: try again when it is idle',
  );
}
