import { ProbeError } from '../probe-error.ts';

interface Member {
  readonly stop: AbortController;
  readonly done: Promise<void>;
  readonly late: boolean;
}

/**
 * Recordings that are made beside each other by one plan. Members that were there at its start follow it to
 * its end; those that came later are recorded as long as the others.
 */
export class RecordingGroup {
  readonly #signal: AbortSignal;
  readonly #members = new Set<Member>();

  /** @param signal aborted where all of them are to stop */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** @param record never rejects */
  add(record: (signal: AbortSignal) => Promise<void>, late: boolean): void {
    const stop = new AbortController();
    const done = record(AbortSignal.any([this.#signal, stop.signal]));
    const member = { stop, done, late };
    this.#members.add(member);
    void done.then(() => this.#members.delete(member));
  }

  /** Whether any of those that were there at the start is still recorded. */
  get isUnderWay(): boolean {
    return [...this.#members].some(({ late }) => !late);
  }

  /** Lets the first members finish, then ends the others. */
  async finish(): Promise<void> {
    while (this.isUnderWay) await Promise.race([...this.#members].map(({ done }) => done));
    for (const { stop } of this.#members) stop.abort(endOfOthers());
    await Promise.all([...this.#members].map(({ done }) => done));
  }
}

function endOfOthers(): ProbeError {
  return new ProbeError(
    'recording-over',
    'it started after the others, whose recording is over',
    'record for longer',
  );
}
