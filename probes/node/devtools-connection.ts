import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.js';
import WebSocket from 'ws';
import type { Bytes, Millis } from '../../format/units.ts';
import { ProbeError } from '../probe-error.ts';

/**
 * The methods of Node that devtools-protocol does not describe; a running Node lists them at
 * /json/protocol.
 */
interface NodeMethods {
  'NodeRuntime.enable': { paramsType: []; returnType: undefined };
  'NodeRuntime.notifyWhenWaitingForDisconnect': { paramsType: [{ enabled: boolean }]; returnType: undefined };
}
interface NodeEvents {
  'NodeRuntime.waitingForDisconnect': [];
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

/** Chunks of a snapshot are 1 MiB at most; only a huge evaluation result could come near. */
const largestMessage: Bytes = 256 << 20;
const connectTimeout: Millis = 5_000;

/** One WebSocket to one inspector: calls with typed replies, and events. */
export class DevtoolsConnection {
  readonly #socket: WebSocket;
  readonly #calls = new Map<number, Call>();
  readonly #listeners = new Map<string, Set<(params: unknown) => void>>();
  readonly #closed = new AbortController();
  #lastId = 0;

  private constructor(socket: WebSocket, peer: string) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(String(data)));
    // `close` always follows and carries the news; without a listener the error would be thrown.
    socket.on('error', () => {});
    socket.on('close', (code) => this.#close(closedError(peer, code)));
  }

  /** @throws ProbeError `connection-closed` where nobody answers as an inspector. */
  static async open(url: string, peer: string): Promise<DevtoolsConnection> {
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      maxPayload: largestMessage,
      handshakeTimeout: connectTimeout,
    });
    const connection = new DevtoolsConnection(socket, peer);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      connection.closed.addEventListener('abort', () => reject(connection.closed.reason), { once: true });
    });
    return connection;
  }

  /** Aborted, with a ProbeError as the reason, once the connection is closed from either side. */
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
      this.#socket.send(JSON.stringify({ id, method, params }));
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

  /** Stops reading from the socket: the target then queues what it has to say. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Closes our end and waits until the connection is gone. */
  async close(): Promise<void> {
    if (this.closed.aborted) return;
    const closed = new Promise((resolve) => this.closed.addEventListener('abort', resolve, { once: true }));
    this.#socket.close();
    await closed;
  }

  #receive(text: string): void {
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

  #close(reason: ProbeError): void {
    this.#closed.abort(reason);
    for (const call of this.#calls.values()) call.reject(reason);
    this.#calls.clear();
  }
}

function closedError(peer: string, code: number): ProbeError {
  return new ProbeError(
    'connection-closed',
    `the inspector of ${peer} closed the connection (code ${code})`,
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
