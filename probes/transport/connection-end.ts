import { ProbeError } from '../probe-error.ts';
import { targetGone } from '../target/gate.ts';
import { endsSoon, type ProcessExit } from '../target/process-end.ts';

/** The end of a connection to a process: tells a target that is gone from a session that broke. */
export class ConnectionEnd {
  readonly #pid: number | undefined;
  readonly #closed: AbortSignal;
  readonly #ended = new AbortController();
  #isDetaching = false;

  /**
   * @param pid undefined if it was reached by an address: then only its own goodbye tells that it is gone
   * @param closed aborted, with the reason, once the session is closed from either side
   */
  constructor(pid: number | undefined, closed: AbortSignal) {
    this.#pid = pid;
    this.#closed = closed;
    if (closed.aborted) void this.#end();
    else closed.addEventListener('abort', () => void this.#end(), { once: true });
  }

  /** Aborted, with a ProbeError as the reason. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** The session is about to be closed from our side: that says nothing of the target. */
  detaching(): void {
    this.#isDetaching = true;
  }

  /** The target is at its exit, and waits there for its session to leave. */
  exiting(): void {
    this.#ended.abort(
      this.#pid === undefined ? farTargetGone() : targetGone(this.#pid, 'by itself', { byItself: true }),
    );
  }

  /** Why a capture failed: what matters to the reader is that the target ended, not that a socket closed. */
  async reasonFor(error: unknown): Promise<unknown> {
    if (isAboutDisk(error) || !this.#closed.aborted) return error;
    if (!this.signal.aborted) {
      await new Promise((resolve) => this.signal.addEventListener('abort', resolve, { once: true }));
    }
    return this.signal.reason;
  }

  async #end(): Promise<void> {
    let exit: ProcessExit = {};
    const seen = (told: ProcessExit) => {
      exit = told;
    };
    const pid = this.#pid;
    const mayBeGone = !this.#isDetaching && !this.signal.aborted && pid !== undefined;
    const gone = mayBeGone && (await endsSoon(pid, seen));
    this.#ended.abort(gone ? targetGone(pid, 'while it was recorded', exit) : this.#closed.reason);
  }
}

function farTargetGone(): ProbeError {
  return new ProbeError('target-gone', 'the program ended by itself', 'start it again and repeat');
}

function isAboutDisk(error: unknown): boolean {
  return error instanceof ProbeError && (error.code === 'disk-full' || error.code === 'folder-not-writable');
}
