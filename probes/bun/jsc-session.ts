import type { Bytes, Millis } from '../../format/units.ts';
import { ProbeError } from '../probe-error.ts';
import { InspectorCalls, type InspectorMessage, parseMessage } from '../transport/inspector-calls.ts';
import type { JscCommands, JscEvents } from './jsc-protocol.ts';
import { SnapshotMessage } from './snapshot-message.ts';
import { type JscSnapshot, SnapshotParser } from './snapshot-parser.ts';

/** A snapshot's reply is told from others by how it begins, within this many bytes. */
const beginning = 256;

const whenSilent = 'Bun answers only between two turns of its event loop: try again when it is less busy';

/**
 * One session with JavaScriptCore's inspector, over whatever carries its messages. A reply that holds a snapshot
 * goes to a parser piece by piece: as a text it could be longer than a string may be.
 */
export abstract class JscSession {
  readonly #calls: InspectorCalls;
  readonly #listeners = new Map<string, Set<(params: unknown) => void>>();
  #pieces: Buffer[] = [];
  #size: Bytes = 0;
  #received: Bytes = 0;
  #isJudged = false;
  /** The snapshot that the message under way holds. */
  #snapshot: SnapshotMessage | undefined;
  #onBytes: ((size: Bytes) => void) | undefined;

  constructor() {
    this.#calls = new InspectorCalls((message) => this.transmit(message), whenSilent);
  }

  /** Puts one message on its way, after all that were given before. */
  protected abstract transmit(message: string): void;
  /** Lets the connection go at once, without a farewell. */
  protected abstract drop(): void;
  /** Ends the session from our side and waits until it is gone. */
  abstract close(): Promise<void>;

  /** Aborted, with a ProbeError as the reason, once the session is closed from either side. */
  get closed(): AbortSignal {
    return this.#calls.closed;
  }

  /** How much the target has sent so far. */
  get received(): Bytes {
    return this.#received;
  }

  /** While a snapshot is on its way, whatever else is asked waits behind it, and Bun 1.3 answers it many times. */
  get isTakingSnapshot(): boolean {
    return this.#onBytes !== undefined;
  }

  /**
   * Sends a command at once: two calls without an await between them stand back to back on the wire.
   * @throws ProbeError `protocol-failed` with the target's words, `target-silent` after `timeout`,
   *   `connection-closed`.
   */
  send<M extends keyof JscCommands>(
    method: M,
    params: JscCommands[M]['params'],
    timeout?: Millis,
  ): Promise<JscCommands[M]['result']> {
    return this.#calls.send(method, params, timeout) as Promise<JscCommands[M]['result']>;
  }

  on<E extends keyof JscEvents>(event: E, listener: (params: JscEvents[E]) => void): void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener as (params: unknown) => void));
  }

  /** Takes a snapshot; one at a time. `onBytes` hears how much of the reply has come. */
  async takeSnapshot(onBytes: (size: Bytes) => void): Promise<JscSnapshot> {
    this.#onBytes = onBytes;
    try {
      const { parser } = (await this.#calls.send('Heap.snapshot', undefined)) as { parser?: SnapshotParser };
      return (parser ?? new SnapshotParser()).finish();
    } finally {
      this.#onBytes = undefined;
    }
  }

  /** A piece of a message; `last` where the message ends with it. */
  protected receive(piece: Buffer, last: boolean): void {
    if (this.closed.aborted) return;
    this.#size += piece.length;
    this.#received += piece.length;
    if (this.#snapshot === undefined) this.#keep(piece);
    else this.#snapshot.feed(piece);
    if (this.#snapshot !== undefined) this.#onBytes?.(this.#size);
    if (last) this.#endMessage();
  }

  #keep(piece: Buffer): void {
    this.#pieces.push(piece);
    if (this.#isJudged || this.#size < beginning) return;
    this.#isJudged = true;
    const bytes = joined(this.#pieces);
    this.#snapshot = SnapshotMessage.open(bytes);
    this.#pieces = this.#snapshot === undefined ? [bytes] : [];
  }

  #endMessage(): void {
    const snapshot = this.#snapshot;
    const text = snapshot === undefined ? joined(this.#pieces).toString() : snapshot.close();
    this.#pieces = [];
    this.#size = 0;
    this.#isJudged = false;
    this.#snapshot = undefined;
    const message = parseMessage(text);
    if (message === undefined) this.#giveUp(text);
    // A reply that came before, as those of Bun 1.3 may, finds nobody who waits for it.
    else if (message.id !== undefined) this.#calls.settle(message.id, withParser(message, snapshot?.parser));
    else for (const listener of this.#listeners.get(message.method ?? '') ?? []) listener(message.params);
  }

  /** What follows a message that cannot be read may be anything. */
  #giveUp(text: string): void {
    this.end(
      new ProbeError(
        'protocol-failed',
        `the inspector sent a message that cannot be read: ${JSON.stringify(text.slice(0, 60))}`,
        'record it again; if it fails again, report it with the version of the runtime',
      ),
    );
    this.drop();
  }

  protected end(reason: ProbeError): void {
    this.#calls.end(reason);
  }
}

function withParser(message: InspectorMessage, parser: SnapshotParser | undefined): InspectorMessage {
  return parser === undefined || message.error !== undefined ? message : { ...message, result: { parser } };
}

function joined(pieces: readonly Buffer[]): Buffer {
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}
