import type { Millis } from '../../format/units.ts';
import { InspectorCalls, type InspectorMessage } from '../inspector-calls.ts';
import type { ProbeError } from '../probe-error.ts';
import { SnapshotMessage } from './snapshot-message.ts';
import type { SnapshotParser } from './snapshot-parser.ts';

/** What a value looks like over the wire: `value` where it was asked for by value, else a handle. */
export interface RemoteValue {
  readonly type: string;
  readonly objectId?: string;
  readonly value?: unknown;
  readonly description?: string;
}

export interface Evaluated {
  readonly result: RemoteValue;
  readonly wasThrown?: boolean;
}

interface Evaluation {
  readonly expression: string;
  readonly returnByValue?: boolean;
  readonly objectGroup?: string;
}

interface FunctionCall {
  readonly objectId: string;
  readonly functionDeclaration: string;
  readonly arguments?: readonly { readonly objectId: string }[];
  readonly returnByValue?: boolean;
}

/** The commands of WebKit's inspector that are used here; its protocol folder in WebKit describes all of them. */
interface Commands {
  'Heap.enable': { params: undefined; result: unknown };
  'Heap.disable': { params: undefined; result: unknown };
  'Heap.getRemoteObject': {
    params: { heapObjectId: number; objectGroup: string };
    result: { result: RemoteValue };
  };
  'Runtime.evaluate': { params: Evaluation; result: Evaluated };
  'Runtime.callFunctionOn': { params: FunctionCall; result: Evaluated };
  'Runtime.releaseObjectGroup': { params: { objectGroup: string }; result: unknown };
  'Debugger.enable': { params: undefined; result: unknown };
  'Debugger.disable': { params: undefined; result: unknown };
  'Debugger.getFunctionDetails': { params: { functionId: string }; result: FunctionDetails };
}

interface FunctionDetails {
  readonly details: {
    readonly location: {
      readonly scriptId: string;
      readonly lineNumber: number;
      readonly columnNumber?: number;
    };
    readonly name?: string;
    readonly displayName?: string;
  };
}

/** A snapshot's reply is told from others by how it begins, within this many bytes. */
const beginning = 256;

const whenSilent = 'Bun answers between two turns of its event loop: try again when it does not compute';

/**
 * One session with JavaScriptCore's inspector, over whatever carries its messages. A reply that holds a snapshot
 * goes to its parser piece by piece: as a text it could be longer than a string may be.
 */
export abstract class JscSession {
  readonly #calls: InspectorCalls;
  readonly #listeners = new Map<string, (params: unknown) => void>();
  #pieces: Buffer[] = [];
  #size = 0;
  #snapshot: { readonly message: SnapshotMessage; readonly onBytes: (size: number) => void } | undefined;

  constructor() {
    this.#calls = new InspectorCalls((message) => this.transmit(message), whenSilent);
  }

  /** Puts one message on its way, after all that were given before. */
  protected abstract transmit(message: string): void;
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
  send<M extends keyof Commands>(
    method: M,
    params: Commands[M]['params'],
    timeout?: Millis,
  ): Promise<Commands[M]['result']> {
    return this.#calls.send(method, params, timeout) as Promise<Commands[M]['result']>;
  }

  /** Takes a snapshot into the parser; one at a time. `onBytes` hears how much of the reply has come. */
  async takeSnapshot(parser: SnapshotParser, onBytes: (size: number) => void): Promise<void> {
    this.#snapshot = { message: new SnapshotMessage(parser), onBytes };
    try {
      await this.#calls.send('Heap.snapshot', undefined);
    } finally {
      this.#snapshot = undefined;
    }
    parser.finish();
  }

  /** One listener for each event. */
  on(event: string, listener: (params: unknown) => void): void {
    this.#listeners.set(event, listener);
  }

  /** A piece of a message; `last` where the message ends with it. */
  protected receive(piece: Buffer, last: boolean): void {
    this.#size += piece.length;
    if (this.#snapshot?.message.isOpen) {
      this.#snapshot.message.feed(piece);
      this.#snapshot.onBytes(this.#size);
    } else {
      this.#pieces.push(piece);
      if (this.#snapshot !== undefined && this.#size >= beginning) this.#openSnapshot();
    }
    if (last) this.#endMessage();
  }

  #openSnapshot(): void {
    const bytes = joined(this.#pieces);
    if (this.#snapshot!.message.open(bytes)) this.#pieces = [];
    else this.#pieces = [bytes];
  }

  #endMessage(): void {
    const { message } = this.#snapshot ?? {};
    const text = message?.isOpen ? message.close() : joined(this.#pieces).toString();
    this.#pieces = [];
    this.#size = 0;
    this.#dispatch(JSON.parse(text) as InspectorMessage);
  }

  #dispatch(message: InspectorMessage): void {
    if (message.id !== undefined) this.#calls.settle(message.id, message);
    else this.#listeners.get(message.method ?? '')?.(message.params);
  }

  protected end(reason: ProbeError): void {
    this.#calls.end(reason);
  }
}

function joined(pieces: readonly Buffer[]): Buffer {
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}
