import { Session } from 'node:inspector';
import { ProbeError } from '../../probe-error.ts';
import { DevtoolsSession } from '../../transport/devtools-session.ts';
import { forgetConsole } from './forget-console.ts';

/** What `Session.post` gives back if the target refuses. */
interface Refusal {
  readonly message: string;
}

/**
 * A session from a worker thread with the main thread of its own process. The main thread answers it also while it
 * computes, and nothing of it waits for itself, as it would in a session of a thread with itself.
 */
export class MainThreadSession extends DevtoolsSession {
  readonly #session = new Session();

  constructor() {
    super();
    this.#session.connectToMainThread();
    this.#session.on('inspectorNotification', (message) => this.receive(JSON.stringify(message)));
  }

  protected transmit(message: string): void {
    const { id, method, params } = JSON.parse(message) as { id: number; method: string; params?: object };
    this.#session.post(method, params, (error: Refusal | null, result?: object) => {
      this.receive(JSON.stringify(error ? { id, error: { message: error.message } } : { id, result }));
    });
  }

  /** Chunks come by the thread's own event loop: while it waits for the disk, they wait. */
  pause(): void {}

  resume(): void {}

  async close(): Promise<void> {
    if (this.closed.aborted) return;
    forgetConsole(this.#session);
    // Also ends V8's tracking of object ids.
    this.#session.disconnect();
    this.end(
      new ProbeError('connection-closed', 'the session with the main thread is over', 'start a new session'),
    );
  }
}
