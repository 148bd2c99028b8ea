import type { Millis } from '../../format/units.ts';
import { ProbeError } from '../probe-error.ts';

/** Captures come one after the other, and the last ones of all members are due at the same time. */
const shortestGrace: Millis = 10_000;
const graceShare = 0.5;

/** How long members may go on after the time of a recording is over, for the captures that it still wants. */
export function graceOf(duration: Millis): Millis {
  return Math.max(shortestGrace, graceShare * duration);
}

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

  /**
   * Lets the first members finish, then ends the others.
   * @param grace after this time the first ones are ended as well; captures under way are finished
   */
  async finish(grace: Millis = Number.POSITIVE_INFINITY): Promise<void> {
    const late = Number.isFinite(grace) ? setTimeout(() => this.#endAll(timeIsOver()), grace) : undefined;
    while (this.isUnderWay) await Promise.race([...this.#members].map(({ done }) => done));
    clearTimeout(late);
    this.#endAll(endOfOthers());
    await Promise.all([...this.#members].map(({ done }) => done));
  }

  #endAll(reason: ProbeError): void {
    for (const { stop } of this.#members) stop.abort(reason);
  }
}

function timeIsOver(): ProbeError {
  return new ProbeError('recording-over', 'the time of the recording is over', 'record for longer');
}

function endOfOthers(): ProbeError {
  return new ProbeError(
    'recording-over',
    'it started after the others, whose recording is over',
    'record for longer',
  );
}
