import type { Millis } from '../../format/units.ts';
import { ProbeError } from '../probe-error.ts';

/** Nothing is heard of a snapshot until it is whole in the target: 3 to 10 µs for each object on an idle machine. */
const millisPerCell: Millis = 0.05;
const leastPatience: Millis = 60_000;
/** Once the reader wants to stop, a target that is merely idle has answered within this. */
const leastPatienceWhenStopping: Millis = 10_000;
const watchEvery: Millis = 250;

/** Tells a snapshot that takes long from one that hangs: by the size of the heap, then by the bytes that come. */
export class ReplyWatch {
  /** Rejects where nothing was heard for too long; sooner once the reader wants to stop. */
  readonly stalled: Promise<never>;
  readonly #timer: NodeJS.Timeout;
  #heardAt = Date.now();

  constructor(cells: number, stopping: AbortSignal) {
    const expected = cells * millisPerCell;
    let reject: (error: Error) => void;
    this.stalled = new Promise((_, fail) => {
      reject = fail;
    });
    // Whoever races it may have finished first.
    this.stalled.catch(() => {});
    this.#timer = setInterval(() => {
      const limit = expected + (stopping.aborted ? leastPatienceWhenStopping : leastPatience);
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
    `the process sent nothing of its snapshot for ${Math.round(limit / 1000)} seconds`,
    'it is blocked or computes without a pause: try again when it is idle',
  );
}
