import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.js';
import type { Millis } from '../../format/units.ts';
import { ProbeError } from '../probe-error.ts';
import { InspectorCalls, parseMessage } from './inspector-calls.ts';

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

const whenSilent = 'it is busy or blocked: try again when it is idle';

/** One session with V8's inspector, over whatever carries its messages: calls with typed replies, and events. */
export abstract class DevtoolsSession {
  readonly #calls: InspectorCalls;
  readonly #listeners = new Map<string, Set<(params: unknown) => void>>();
  readonly #carried = new Map<string, (text: string) => void>();
  #context: number | undefined;
  /** Of a session that is carried inside another one. */
  protected readonly sessionId: string | undefined = undefined;

  constructor() {
    this.#calls = new InspectorCalls((message) => this.transmit(message), whenSilent);
  }

  /** Puts one message on its way, after all that were given before. */
  protected abstract transmit(message: string): void;
  /** Stops reading: the target then queues what it has to say. */
  abstract pause(): void;
  abstract resume(): void;
  /** Ends the session from our side and waits until it is gone. */
  abstract close(): Promise<void>;

  /** Aborted, with a ProbeError as the reason, once the session is closed from either side. */
  get closed(): AbortSignal {
    return this.#calls.closed;
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
    const inContext = method === 'Runtime.evaluate' && this.#context !== undefined;
    const asked = inContext ? { contextId: this.#context, ...params } : params;
    return this.#calls.send(method, asked, timeout) as Promise<Methods[M]['returnType']>;
  }

  /** Where expressions are evaluated from now on: a target may have no default for that. */
  evaluateIn(context: number): void {
    this.#context = context;
  }

  /** Hands over all that comes for the session of this id, which is carried inside ours. */
  carry(sessionId: string, deliver: (text: string) => void): void {
    this.#carried.set(sessionId, deliver);
  }

  /** Puts a message of a carried session on its way. */
  transmitFor(sessionId: string, message: string): void {
    if (!this.closed.aborted) this.transmit(JSON.stringify({ ...JSON.parse(message), sessionId }));
  }

  on<E extends keyof Events>(event: E, listener: Listener<E>): void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener as (params: unknown) => void));
  }

  off<E extends keyof Events>(event: E, listener: Listener<E>): void {
    this.#listeners.get(event)?.delete(listener as (params: unknown) => void);
  }

  protected receive(text: string): void {
    const message = parseMessage(text);
    if (message === undefined) {
      void this.close();
      this.end(unreadableError());
    } else if (message.sessionId !== this.sessionId) this.#carried.get(message.sessionId ?? '')?.(text);
    else if (message.id !== undefined) this.#calls.settle(message.id, message);
    else for (const listener of this.#listeners.get(message.method ?? '') ?? []) listener(message.params);
  }

  protected end(reason: ProbeError): void {
    this.#calls.end(reason);
  }
}

function unreadableError(): ProbeError {
  return new ProbeError(
    'protocol-failed',
    'the process sent a message that is not JSON: its inspector broke, or something else answers there',
    'check that the process still runs, then attach again',
  );
}
