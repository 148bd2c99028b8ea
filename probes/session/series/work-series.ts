import { UserError } from '../../../format/user-error.ts';
import type { WorkDone, Workload } from '../../workload/workload.ts';
import type { RecordingEvent } from './recording-event.ts';

/** The work before each capture, counted from the first; work that fails ends the recording and must not lose it. */
export class WorkSeries {
  readonly #workload: Workload;
  readonly #onEvent: (event: RecordingEvent) => void;
  #operations: number | undefined = 0;
  #failure: string | undefined;

  constructor(workload: Workload, onEvent: (event: RecordingEvent) => void) {
    this.#workload = workload;
    this.#onEvent = onEvent;
  }

  /** So far; undefined once a part of the work was not counted. */
  get operations(): number | undefined {
    return this.#operations;
  }

  /** Why there is no further work, in words. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Does the work before the capture `next`; gives notes on it for the reader. */
  async before(next: number, signal: AbortSignal): Promise<readonly string[]> {
    this.#onEvent({ kind: 'working', next });
    const done = await this.#do(next, signal);
    if (done === undefined || signal.aborted) return [];
    const { operations } = done;
    this.#operations =
      this.#operations === undefined || operations === undefined ? undefined : this.#operations + operations;
    this.#onEvent({ kind: 'worked', next, operations });
    return done.notes.map((note) => `before capture ${next}: ${note}`);
  }

  async #do(next: number, signal: AbortSignal): Promise<WorkDone | undefined> {
    try {
      return await this.#workload.run(next - 1, signal);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (!signal.aborted) this.#failure = error.message;
      return undefined;
    }
  }
}
