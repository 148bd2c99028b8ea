import { duration as inWords } from '../../format/quantities.ts';
import type { Millis } from '../../format/units.ts';
import { ProbeError } from '../probe-error.ts';

/** What an inspector sends: the reply to the call of this id, or an event. */
export interface InspectorMessage {
  readonly id?: number;
  /** Whose message it is, if other sessions are carried inside this one. */
  readonly sessionId?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: unknown;
}

/** Undefined if the text is no message. */
export function parseMessage(text: string): InspectorMessage | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as InspectorMessage) : undefined;
  } catch {
    return undefined;
  }
}

interface Call {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The calls of one inspector session that wait for their reply, over whatever carries its messages. */
export class InspectorCalls {
  readonly #transmit: (message: string) => void;
  readonly #whenSilent: string;
  readonly #waiting = new Map<number, Call>();
  readonly #closed = new AbortController();
  #lastId = 0;

  /** @param whenSilent what to do if the target does not answer in time */
  constructor(transmit: (message: string) => void, whenSilent: string) {
    this.#transmit = transmit;
    this.#whenSilent = whenSilent;
  }

  /** Aborted, with a ProbeError as the reason, once the session is closed from either side. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /**
   * Sends a command at once: two calls without an await between them stand back to back on the wire.
   * @throws ProbeError `protocol-failed` with the target's words, `target-silent` after `timeout`,
   *   `connection-closed`.
   */
  send(method: string, params: unknown, timeout?: Millis): Promise<unknown> {
    if (this.closed.aborted) return Promise.reject(this.closed.reason);
    const id = ++this.#lastId;
    const reply = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject });
      this.#transmit(JSON.stringify({ id, method, params }));
    });
    return timeout === undefined ? reply : this.#inTime(reply, id, timeout);
  }

  /** Gives a reply to whom it is for. */
  settle(id: number, { result, error }: InspectorMessage): void {
    const call = this.#taken(id);
    if (error) call?.reject(failedError(call.method, error.message));
    else call?.resolve(result);
  }

  end(reason: ProbeError): void {
    this.#closed.abort(reason);
    for (const call of this.#waiting.values()) call.reject(reason);
    this.#waiting.clear();
  }

  async #inTime(reply: Promise<unknown>, id: number, timeout: Millis): Promise<unknown> {
    const timer = setTimeout(() => {
      const call = this.#taken(id);
      call?.reject(silentError(call.method, timeout, this.#whenSilent));
    }, timeout);
    try {
      return await reply;
    } finally {
      clearTimeout(timer);
    }
  }

  #taken(id: number): Call | undefined {
    const call = this.#waiting.get(id);
    this.#waiting.delete(id);
    return call;
  }
}

/**
 * @param next what to do, now that the connection is gone
 * @param cause what the socket said, if it failed
 */
export function closedError(peer: string, how: string, next: string, cause?: Error): ProbeError {
  return new ProbeError(
    'connection-closed',
    `the inspector of ${peer} closed the connection (${how})`,
    `check that the process still runs, then ${next} again`,
    { cause },
  );
}

function silentError(method: string, timeout: Millis, next: string): ProbeError {
  return new ProbeError(
    'target-silent',
    `the process did not answer ${method} within ${inWords(timeout)}`,
    next,
  );
}

function failedError(method: string, words: string): ProbeError {
  return new ProbeError(
    'protocol-failed',
    `the process refused ${method}: ${words}`,
    'report this with the version of the runtime',
  );
}
