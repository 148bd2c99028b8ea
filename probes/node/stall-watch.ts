import type { Millis } from '../../format/units.ts';
import { ProbeError } from '../probe-error.ts';

/** The target reports progress while it walks its heap, but not while it collects garbage before that. */
const stallTimeout: Millis = 60_000;
const stallTimeoutWhenStopping: Millis = 5_000;
const watchEvery: Millis = 250;

/** Tells a snapshot that takes long from one that hangs: by progress, not by its whole duration. */
export class StallWatch {
  /** Rejects where nothing was heard for too long; sooner once the reader wants to stop. */
  readonly stalled: Promise<never>;
  readonly #timer: NodeJS.Timeout;
  #heardAt = Date.now();

  constructor(stopping: AbortSignal) {
    let reject: (error: Error) => void;
    this.stalled = new Promise((_, fail) => {
      reject = fail;
    });
    // Whoever races it may have finished first.
    this.stalled.catch(() => {});
    this.#timer = setInterval(() => {
      const limit = stopping.aborted ? stallTimeoutWhenStopping : stallTimeout;
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
    `the process made no progress with its snapshot for ${limit / 1000} seconds`,
    'it is blocked or computes without a pause: try again when it is idle',
  );
}
