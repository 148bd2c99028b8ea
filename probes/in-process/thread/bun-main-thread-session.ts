import { JscSession } from '../../bun/jsc-session.ts';
import { ProbeError } from '../../probe-error.ts';
import type { MainThreadCalls } from './main-thread-calls.ts';

/** A session of the probe's thread with the main thread of its own Bun. */
export class BunMainThreadSession extends JscSession {
  readonly #calls: MainThreadCalls;

  constructor(calls: MainThreadCalls) {
    super();
    this.#calls = calls;
  }

  protected transmit(message: string): void {
    void this.#calls.answer(message).then((reply) => this.receive(Buffer.from(JSON.stringify(reply)), true));
  }

  /** The threads share nothing that could be closed. */
  protected drop(): void {}

  async close(): Promise<void> {
    if (this.closed.aborted) return;
    this.end(
      new ProbeError('connection-closed', 'the session with the main thread is over', 'start a new session'),
    );
  }
}
