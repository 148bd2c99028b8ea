import type { Socket } from 'node:net';
import WebSocket from 'ws';
import type { Bytes, Millis } from '../../format/units.ts';
import { DevtoolsSession } from './devtools-session.ts';
import { closedError } from './inspector-calls.ts';
import { OnePiece } from './one-piece.ts';

/** Chunks of a snapshot are 1 MiB at most; only a huge evaluation result could come near. */
const largestMessage: Bytes = 256 << 20;
const connectTimeout: Millis = 5_000;

/** A session over a WebSocket to the port of an inspector. */
export class DevtoolsConnection extends DevtoolsSession {
  readonly #socket: WebSocket;
  #localPort = 0;
  #descriptor: number | undefined;
  /** Why it could not be opened. */
  #failure: Error | undefined;
  readonly #piece = new OnePiece();

  private constructor(socket: WebSocket, peer: string) {
    super();
    this.#socket = socket;
    socket.on('message', (data) => this.receive(String(data)));
    socket.once('upgrade', (response: { readonly socket: Socket }) => {
      this.#localPort = response.socket.localPort ?? 0;
      this.#descriptor = descriptorOf(response.socket);
      this.#piece.over(response.socket);
    });
    // `close` always follows and carries the news; without a listener the error would be thrown.
    socket.on('error', (error) => {
      this.#failure ??= error;
    });
    socket.on('close', (code) => this.end(closedError(peer, `code ${code}`, 'attach', this.#failure)));
  }

  /**
   * @param over a socket that is connected already
   * @throws ProbeError `connection-closed` if nobody answers as an inspector.
   */
  static async open(url: string, peer: string, over?: Socket): Promise<DevtoolsConnection> {
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      maxPayload: largestMessage,
      handshakeTimeout: connectTimeout,
      ...(over === undefined ? {} : { createConnection: () => over }),
    });
    const connection = new DevtoolsConnection(socket, peer);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      connection.closed.addEventListener('abort', () => reject(connection.closed.reason), { once: true });
    });
    return connection;
  }

  /** Our end's TCP port: by it the target's end can be found among its sockets. */
  get localPort(): number {
    return this.#localPort;
  }

  /** Our end's descriptor, if Node tells it: it does on every system but Windows. */
  get descriptor(): number | undefined {
    return this.#descriptor;
  }

  protected transmit(message: string): void {
    this.#piece.begin();
    this.#socket.send(message);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  async close(): Promise<void> {
    await this.#endedBy(() => this.#socket.close());
  }

  /** Lets go of the socket without a word to the other end, who learns of it only if nobody else holds it. */
  async drop(): Promise<void> {
    await this.#endedBy(() => this.#socket.terminate());
  }

  async #endedBy(act: () => void): Promise<void> {
    if (this.closed.aborted) return;
    const closed = new Promise((resolve) => this.closed.addEventListener('abort', resolve, { once: true }));
    act();
    await closed;
  }
}

function descriptorOf(socket: Socket): number | undefined {
  const { fd } = (socket as unknown as { readonly _handle?: { readonly fd?: number } })._handle ?? {};
  return fd !== undefined && fd >= 0 ? fd : undefined;
}
