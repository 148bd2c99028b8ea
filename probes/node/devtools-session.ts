import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.js';
import type { Millis } from '../../format/units.ts';
import { ProbeError } from '../probe-error.ts';

/**
 * The methods of Node that devtools-protocol does not describe; a running Node lists them at
 * /json/protocol.
 */
interface NodeMethods {
  'NodeRuntime.enable': { paramsType: []; returnType: undefined };
  'NodeRuntime.notifyWhenWaitingForDisconnect': { paramsType: [{ enabled: boolean }]; returnType: undefined };
  'NodeWorker.enable': { paramsType: [{ waitForDebuggerOnStart: boolean }]; returnType: undefined };
  'NodeWorker.sendMessageToWorker': {
    paramsType: [{ sessionId: string; message: string }];
    returnType: undefined;
  };
}
interface NodeEvents {
  'NodeRuntime.waitingForDisconnect': [];
  'NodeWorker.attachedToWorker': [{ sessionId: string; workerInfo: { title: string; url: string } }];
  'NodeWorker.detachedFromWorker': [{ sessionId: string }];
  'NodeWorker.receivedMessageFromWorker': [{ sessionId: string; message: string }];
}

type Methods = ProtocolMapping.Commands & NodeMethods;
type Events = ProtocolMapping.Events & NodeEvents;
type Listener<E extends keyof Events> = (...args: Events[E]) => void;

interface Call {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: unknown;
}

/** One session with V8's inspector, over whatever carries its messages: calls with typed replies, and events. */
export abstract class DevtoolsSession {
  readonly #calls = new Map<number, Call>();
  readonly #listeners = new Map<string, Set<(params: unknown) => void>>();
  readonly #closed = new AbortController();
  #lastId = 0;

  /** Puts one message on its way, after all that were given before. */
  protected abstract transmit(message: string): void;
  /** Stops reading: the target then queues what it has to say. */
  abstract pause(): void;
  abstract resume(): void;
  /** Ends the session from our side and waits until it is gone. */
  abstract close(): Promise<void>;

  /** Aborted, with a ProbeError as the reason, once the session is closed from either side. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /**
   * Sends a command at once: two calls without an await between them stand back to back on the wire.
   * @throws ProbeError `protocol-failed` with the target's words, `target-silent` after `timeout`,
   *   `connection-closed`.
   */
  send<M extends keyof Methods>(
    method: M,
    params?: Methods[M]['paramsType'][0],
    timeout?: Millis,
  ): Promise<Methods[M]['returnType']> {
    if (this.closed.aborted) return Promise.reject(this.closed.reason);
    const id = ++this.#lastId;
    const reply = new Promise<unknown>((resolve, reject) => {
      this.#calls.set(id, { method, resolve, reject });
      this.transmit(JSON.stringify({ id, method, params }));
    });
    const inTime = timeout === undefined ? reply : this.#inTime(reply, id, timeout);
    return inTime as Promise<Methods[M]['returnType']>;
  }

  async #inTime(reply: Promise<unknown>, id: number, timeout: Millis): Promise<unknown> {
    const timer = setTimeout(() => {
      const call = this.#calls.get(id);
      this.#calls.delete(id);
      call?.reject(silentError(call.method, timeout));
    }, timeout);
    try {
      return await reply;
    } finally {
      clearTimeout(timer);
    }
  }

  on<E extends keyof Events>(event: E, listener: Listener<E>): void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener as (params: unknown) => void));
  }

  off<E extends keyof Events>(event: E, listener: Listener<E>): void {
    this.#listeners.get(event)?.delete(listener as (params: unknown) => void);
  }

  protected receive(text: string): void {
    const message = JSON.parse(text) as Message;
    if (message.id === undefined) {
      for (const listener of this.#listeners.get(message.method ?? '') ?? []) listener(message.params);
      return;
    }
    const call = this.#calls.get(message.id);
    this.#calls.delete(message.id);
    if (message.error) {
      call?.reject(failedError(call.method, message.error.message));
    } else {
      call?.resolve(message.result);
    }
  }

  protected end(reason: ProbeError): void {
    this.#closed.abort(reason);
    for (const call of this.#calls.values()) call.reject(reason);
    this.#calls.clear();
  }
}

export function closedError(peer: string, how: string): ProbeError {
  return new ProbeError(
    'connection-closed',
    `the inspector of ${peer} closed the connection (${how})`,
    'see whether the process still runs, then attach again',
  );
}

function silentError(method: string, timeout: Millis): ProbeError {
  return new ProbeError(
    'target-silent',
    `the process did not answer ${method} within ${timeout} ms`,
    'it is busy or blocked: try again when it is idle',
  );
}

function failedError(method: string, words: string): ProbeError {
  return new ProbeError(
    'protocol-failed',
    `the process refused ${method}: ${words}`,
    'report this with the version of the runtime',
  );
}
